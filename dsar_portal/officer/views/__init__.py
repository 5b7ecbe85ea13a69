"""The pages of the officers' desk."""
