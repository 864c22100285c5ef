using AiGateway.Operator.Compile;
using AiGateway.Operator.Resources.Tokens;

namespace AiGateway.Operator.Tests.Compile;

/// <summary>What a token endpoint is asked for on behalf of an McpServer.</summary>
public sealed class ServerTokensTests
{
    [Theory]
    [InlineData("", "https://tools.example/mcp", null)]
    [InlineData("scopes: [a, b],", "https://tools.example/mcp", "a b")]
    [InlineData("resource: 'api://tools',", "api://tools", null)]
    [InlineData("resource: none, scopes: ['api://tools/.default'],", null, "api://tools/.default")]
    public void TokenRequest_AnyServer_NamesResourceAndScopes(string more, string? resource, string? scope)
    {
        var request = RequestOf(more);

        Assert.Equal((resource, scope), (request.Application!.Resource, request.Application.Scope));
        Assert.Equal(("McpServer", "team/files", "https://login.example/token"), (request.Key.Kind, request.Key.Credential, request.Url.AbsoluteUri));
        Assert.Equal("client-secret", request.Application.ClientSecret.Reveal());
    }

    [Fact]
    public void TokenRequest_OtherParameters_IsAnotherToken()
    {
        string[] all = ["", "scopes: [a],", "scopes: [a, b],", "resource: 'api://tools',", "resource: none,", "resource: none, scopes: [a],"];

        Assert.Equal(all.Length, all.Select(more => RequestOf(more).Key).Distinct().Count());
        Assert.All(all, more => Assert.DoesNotContain("client-secret", RequestOf(more).ToString(), StringComparison.Ordinal));
    }

    private static TokenRequest RequestOf(string more) => Assert.Single(BundleCompiler.Compile(CompileCase.Read($$"""
        apiVersion: v1
        kind: Secret
        metadata:
          name: oauth
          namespace: team
          labels: {aigateway.dev/credential: "true"}
          annotations: {aigateway.dev/allowed-hosts: "tools.example login.example"}
        stringData: {clientSecret: client-secret}
        ---
        apiVersion: aigateway.dev/v1alpha1
        kind: McpServer
        metadata: {name: files, namespace: team}
        spec:
          url: https://tools.example/mcp/
          auth: {clientCredentials: {tokenUrl: "https://login.example/token", {{more}} clientId: agents, clientSecretRef: {name: oauth} } }
        """).Inventory).TokenRequests);
}
