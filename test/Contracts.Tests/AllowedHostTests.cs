namespace AiGateway.Contracts.Tests;

public sealed class AllowedHostTests
{
    [Theory]
    [InlineData("api.openai.com", "https://api.openai.com/v1", true)]
    [InlineData("API.OpenAI.com", "https://api.openai.com/v1", true)]
    [InlineData("api.openai.com", "https://api.openai.com:8443/v1", true)]
    [InlineData("api.openai.com:443", "https://api.openai.com/v1", true)]
    [InlineData("api.openai.com:443", "https://api.openai.com:8443/v1", false)]
    [InlineData("api.openai.com", "http://api.openai.com/v1", false)]
    [InlineData("http://vllm.models.svc:8000", "http://vllm.models.svc:8000/v1", true)]
    [InlineData("http://vllm.models.svc:8000", "http://vllm.models.svc:9000/v1", false)]
    [InlineData("api.openai.com", "https://api.openai.com.evil.example/v1", false)]
    [InlineData("api.openai.com", "https://evil.example/api.openai.com", false)]
    [InlineData("api.openai.com", "https://api.openai.com@evil.example/v1", false)]
    [InlineData("api.openai.com/v1", "https://api.openai.com/v1", false)]
    [InlineData("user@api.openai.com", "https://api.openai.com/v1", false)]
    [InlineData("*.openai.com", "https://api.openai.com/v1", false)]
    [InlineData("*", "https://api.openai.com/v1", false)]
    [InlineData("http://[::1]:9000", "http://[::1]:9000/v1", true)]
    [InlineData("[::1]", "https://[::1]:9000/v1", true)]
    public void Allows_EntryAndUrl_AsDocumented(string entry, string url, bool expected) =>
        Assert.Equal(expected, AllowedHost.Allows([entry], new Uri(url)));

    [Fact]
    public void Split_CommasAndWhiteSpace_AreSeparators() =>
        Assert.Equal(["a", "b", "c"], AllowedHost.Split(" a, b\n c,,"));
}
