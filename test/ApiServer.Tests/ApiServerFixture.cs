using AiGateway.ControlPlane;

namespace AiGateway.ApiServer.Tests;

/// <summary>One control plane for the whole assembly; a machine without the programs skips the test that asks for it, and says why.</summary>
public sealed class ApiServerFixture() : LocalApiServer(Assert.Skip);
