"""The warm handover: the sender stays accountable until the receiver accepts."""
