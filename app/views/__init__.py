"""What leaves the building: for each noun a model (the contract, shown in the API description) and
the function that makes its plain data from a row. The tests hold each answer against its model; at
run time nothing is validated twice.
"""
