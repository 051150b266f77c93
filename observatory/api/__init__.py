"""The public programming interface: what pages show to everybody, for programs; read-only, without a key, about no person."""
