"""What is meant by what is typed: before anything is searched for."""
