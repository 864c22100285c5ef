// One control plane for the whole assembly; a test may restart it, so tests run one after the other.
[assembly: AssemblyFixture(typeof(AiGateway.ApiServer.Tests.ApiServerFixture))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]
