[assembly: AssemblyFixture(typeof(AiGateway.Budget.Tests.ApiServerFixture))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]
