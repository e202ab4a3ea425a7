"""What several tests share: encoders, documents, oracles, a stand-in for the library."""
