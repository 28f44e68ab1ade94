"""The domain: groupings of units and every figure computed for them. Frames in, frames out; knows no screen."""
