// Every test has a time limit, and the conventions run after all other tests.
[assembly: TestFramework("Sandbox.Testing.LimitedTestFramework", "Sandbox.Testing")]
[assembly: TestCollectionOrderer("Sandbox.Testing.ConventionsLast", "Sandbox.Testing")]
