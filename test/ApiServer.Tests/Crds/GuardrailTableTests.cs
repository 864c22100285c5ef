using System.Text;
using AiGateway.ControlPlane;

namespace AiGateway.ApiServer.Tests.Crds;

/// <summary>What users see of guardrails in a list.</summary>
public sealed class GuardrailTableTests(ApiServerFixture server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Table_OfGuardrails_ShowsReadySidecarsAndUsers()
    {
        await server.StartAsync(Token);
        await InstalledCrds.InstallAsync(server, Token);
        var space = await server.NewNamespaceAsync(Token);
        var manifest = Manifest.Read("good", "guardrail-full");
        (await manifest.ApplyAsync(server, space, Token)).BodyOrThrow();
        const string Status = """
            {"apiVersion":"aigateway.dev/v1alpha1","kind":"Guardrail","metadata":{"name":"guardrail-full"},"status":{"observedGeneration":1,"usedBy":2,"secretResourceVersion":"7",
            "conditions":[{"type":"Ready","status":"True","reason":"Ready","message":"m","observedGeneration":1,"lastTransitionTime":"2026-01-01T00:00:00Z"}],
            "sidecars":{"matched":4,"programmed":4,"summary":"4/4"} } }
            """;
        var path = manifest.PathIn(space);
        (await server.Transport.SendAsync(
            new() { Method = HttpMethod.Patch, Path = $"{path}/status?fieldManager=operator&force=true", Body = Encoding.UTF8.GetBytes(Status), ContentType = "application/apply-patch+yaml" },
            Token)).BodyOrThrow();

        var table = await ServerTable.ReadAsync(server, path[..path.LastIndexOf('/')], Token);

        Assert.Equal(["Name", "Ready", "Sidecars", "Reason", "Used By", "Age"], table.Columns);
        Assert.Equal(["guardrail-full", "True", "4/4", "Ready", "2"], Assert.Single(table.Rows).Take(5));
    }
}
