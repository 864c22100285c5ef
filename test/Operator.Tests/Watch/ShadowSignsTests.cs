using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Watch;

namespace AiGateway.Operator.Tests.Watch;

public sealed class ShadowSignsTests
{
    [Theory]
    [InlineData("OPENAI_API_KEY", "sk-secret", "OPENAI_API_KEY")]
    [InlineData("ANTHROPIC_API_KEY", null, "ANTHROPIC_API_KEY")]
    [InlineData("OPENAI_BASE_URL", "https://api.openai.com/v1", "OPENAI_BASE_URL (api.openai.com)")]
    [InlineData("MY_LLM_ENDPOINT", "team.openai.azure.com", "MY_LLM_ENDPOINT (team.openai.azure.com)")]
    [InlineData("OPENAI_BASE_URL", "http://llm.internal/v1", null)]
    [InlineData("OPENAI_BASE_URL", "https://user:sk-secret@api.openai.com/v1?key=sk-secret", "OPENAI_BASE_URL (api.openai.com)")]
    [InlineData("DATABASE_HOST", "db", null)]
    [InlineData("GREETING", "https://api.openai.com", null)]
    [InlineData("SOME_BASE_URL", "http://[", null)]
    public void Find_Setting_NamesItAndNeverItsValue(string name, string? value, string? sign)
    {
        var found = ShadowSigns.Find(PodOf(new PodContainer { Name = "a", Env = [new() { Name = name, Value = value }] }));

        Assert.Equal(sign, found?.What);
        Assert.Equal(sign is null ? null : "KnownSetting", found?.Reason);
    }

    [Theory]
    [InlineData("ollama/ollama", true)]
    [InlineData("docker.io/ollama/ollama:0.5", true)]
    [InlineData("vllm/vllm-openai:v0.6@sha256:0123", true)]
    [InlineData("nvcr.io/nim/meta/llama3:1", true)]
    [InlineData("registry.local:5000/ollama/ollama", false)]
    [InlineData("notollama/ollama", false)]
    [InlineData("nginx", false)]
    [InlineData("@", false)]
    [InlineData(":", false)]
    [InlineData("", false)]
    public void Find_Image_IsByItsRepository(string image, bool isKnown) => Assert.Equal(isKnown ? "KnownImage" : null, ShadowSigns.Find(PodOf(new PodContainer { Name = "a", Image = image }))?.Reason);

    [Fact]
    public void Slim_PodAsTheServerSendsIt_KeepsTheSignAndNoEnvironment()
    {
        var sent = """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"a","image":"i","env":[{"name":"GROQ_API_KEY","valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}},{"name":"X","value":"hidden"}]}]},"status":{"containerStatuses":[{"name":"a","imageID":"docker.io/i@sha256:1"}]}}""";
        var pod = JsonSerializer.Deserialize(Encoding.UTF8.GetBytes(sent), Kinds.Pods.Json)!;

        var (kept, off) = (SlimObject.Pod(pod, looksForShadows: true), SlimObject.Pod(pod, looksForShadows: false));

        Assert.Equal(new PodSign("KnownSetting", "GROQ_API_KEY"), kept.Sign);
        Assert.Null(off.Sign);
        Assert.All(new[] { kept, off }, one => Assert.Empty(one.Spec.Containers.Single().Env));
        Assert.Equal("docker.io/i@sha256:1", kept.Status.ContainerStatuses.Single().ImageId);
    }

    [Fact]
    public void Slim_PodWithASidecar_HasNoSign()
    {
        var pod = PodOf(new PodContainer { Name = "a", Env = [new() { Name = "OPENAI_API_KEY" }] }, new PodContainer { Name = "aigateway-sidecar" });

        Assert.Null(SlimObject.Pod(pod, looksForShadows: true).Sign);
    }

    private static Pod PodOf(params ImmutableArray<PodContainer> containers) => new() { Spec = new() { Containers = containers } };
}
