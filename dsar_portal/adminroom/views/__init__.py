"""The pages of the administrators' room."""
