[assembly: AssemblyFixture(typeof(AiGateway.ApiServer.Tests.ApiServerFixture))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]
