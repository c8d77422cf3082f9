"""The other servers, each started on the same data and tuned as its manual says."""
