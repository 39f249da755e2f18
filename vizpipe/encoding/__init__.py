"""Pictures → files: one module for each family of formats. What stands here needs neither numpy nor Pillow."""
