"""A stage and a film → pixels, within celluloid's laws; how a picture looks, measured."""
