
// A fork in one test must not inherit a script that another test is still writing: starting that script fails with ETXTBSY.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
