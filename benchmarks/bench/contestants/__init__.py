"""What is compared, one module each: `protocol` is what each can do, `entries` who they are."""
