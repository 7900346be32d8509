"""The routes of the Nemo API, thin: read the request, ask a floor below, wrap the answer."""
