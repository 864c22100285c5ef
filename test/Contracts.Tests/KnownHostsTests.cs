namespace AiGateway.Contracts.Tests;

public sealed class KnownHostsTests
{
    public static TheoryData<string> Hosts => [.. KnownHosts.All.Select(known => known.Host).Distinct()];

    [Theory]
    [InlineData("api.openai.com", "/v1/chat/completions", "/openai/v1/chat/completions")]
    [InlineData("API.OpenAI.com.", "/v1/models", "/openai/v1/models")]
    [InlineData("api.anthropic.com", "/v1/messages", "/anthropic/v1/messages")]
    [InlineData("generativelanguage.googleapis.com", "/v1beta/models/x:generateContent", "/gemini/v1beta/models/x:generateContent")]
    [InlineData("team.openai.azure.com", "/openai/deployments/x/chat/completions", "/azure/openai/deployments/x/chat/completions")]
    [InlineData("bedrock-runtime.eu-west-1.amazonaws.com", "/model/x/converse", "/bedrock/model/x/converse")]
    [InlineData("openrouter.ai", "/api/v1/chat/completions", "/openai/v1/chat/completions")]
    [InlineData("api.groq.com", "/openai/v1/models", "/openai/v1/models")]
    public void Map_PathOfAProvider_IsTheGateways(string host, string path, string expected) => Assert.Equal(expected, KnownHosts.Find(host)!.Map(path));

    [Theory]
    [InlineData("openrouter.ai", "/")]
    [InlineData("openrouter.ai", "/apix/v1")]
    [InlineData("openrouter.ai", "/API/v1")]
    [InlineData("api.groq.com", "/v1/models")]
    public void Map_PathThatTheProviderHasForSomethingElse_IsNone(string host, string path) => Assert.Null(KnownHosts.Find(host)!.Map(path));

    [Theory]
    [InlineData("api.openai.com.evil.com")]
    [InlineData("evilapi.openai.com")]
    [InlineData("x.api.openai.com")]
    [InlineData("openai.com")]
    [InlineData("openai.azure.com")]
    [InlineData("evilopenai.azure.com")]
    [InlineData("team.openai.azure.com.evil.com")]
    [InlineData("bedrock-runtime.nowhere-1.amazonaws.com")]
    [InlineData("bedrock-runtime.eu-west-1.amazonaws.com.cn")]
    [InlineData("api.openaі.com")]
    [InlineData("")]
    public void Find_NameThatOnlyLooksLikeOne_IsNone(string name) => Assert.Null(KnownHosts.Find(name));

    [Theory]
    [MemberData(nameof(Hosts))]
    public void All_EachHost_IsATargetAndCoversItself(string host)
    {
        Assert.True(EgressTarget.TryParse(host, out var target, out var problem), problem);
        Assert.Equal(host, target.Host);
        Assert.True(KnownHosts.CoversOnlyKnown(host));
    }

    [Fact]
    public void All_HostAndWhatItsPathsBeginWith_StandOnce() => Assert.Equal(KnownHosts.All.Length, KnownHosts.All.DistinctBy(known => (known.Host, known.Behind)).Count());

    [Theory]
    [InlineData("api.deepseek.com", "/v1/chat/completions", "/openai/v1/chat/completions")]
    [InlineData("api.deepseek.com", "/chat/completions", "/openai/v1/chat/completions")]
    [InlineData("api.deepseek.com", "/anthropic/v1/messages", "/anthropic/v1/messages")]
    [InlineData("API.deepseek.com.", "/anthropic/v1/messages", "/anthropic/v1/messages")]
    [InlineData("openrouter.ai", "/apix/v1", null)]
    [InlineData("api.deepseek.com.evil.com", "/v1/chat/completions", null)]
    public void Map_HostWithSeveralDialects_TheFirstThatHasThePath(string host, string path, string? expected) => Assert.Equal(expected, KnownHosts.Map(host, path, path)?.Path);

    [Theory]
    [InlineData("team.openai.azure.com", true)]
    [InlineData("*.team.openai.azure.com", true)]
    [InlineData("*.openai.com", false)]
    [InlineData("*.azure.com", false)]
    [InlineData("*.evilopenai.azure.com", false)]
    [InlineData("*.amazonaws.com", false)]
    [InlineData("*.api.openai.com", false)]
    [InlineData("example.com", false)]
    [InlineData("*", false)]
    public void CoversOnlyKnown_Pattern_NoHostBesideKnownOnes(string pattern, bool expected) => Assert.Equal(expected, KnownHosts.CoversOnlyKnown(pattern));
}
