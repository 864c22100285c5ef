using AiGateway.EndToEnd.Tests.Clusters;

[assembly: AssemblyFixture(typeof(Cluster))]
// Times are measured, and one node with few cores runs everything.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
