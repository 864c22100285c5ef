using System.Net.Http.Headers;
using System.Security.Cryptography;
using AiGateway.Contracts;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols.Bedrock;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Tests.Protocols.Bedrock;

/// <summary>Signatures that AWS documents, and some that another implementation made.</summary>
public sealed class AwsSignatureTests
{
    private const string Key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const string Profile = "arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.anthropic.claude-sonnet-4-5-20250929-v1:0";

    [Fact]
    public void Sign_TheDocumentedListUsers_IsTheDocumentedSignature()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08") { Content = new ByteArrayContent([]) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-www-form-urlencoded; charset=utf-8");
        var signature = new AwsSignature(new() { Region = "us-east-1", AccessKeyId = "AKIDEXAMPLE" }, new(Key), "iam");

        signature.Sign(request, SHA256.HashData([]), new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero));

        Assert.Equal(["20150830T123600Z"], request.Headers.GetValues("x-amz-date"));
        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, "
            + "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
            Assert.Single(request.Headers.GetValues("Authorization")));
    }

    [Fact]
    public void Sign_AModelNamedByArn_EscapesThePathOnceMore()
    {
        using var request = Converse();

        AwsSignature.Of(Provider())!.Sign(request, SHA256.HashData("""{"messages":[{"role":"user","content":[{"text":"Hello"}]}]}"""u8), new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

        Assert.Equal("/model/arn%3Aaws%3Abedrock%3Aeu-central-1%3A123456789012%3Ainference-profile%2Feu.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse", request.RequestUri!.AbsolutePath);
        Assert.Equal(["IQoJb3JpZ2luX2VjE//Example=="], request.Headers.GetValues("x-amz-security-token"));
        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260102/eu-central-1/bedrock/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, "
            + "Signature=a6464ad2cc569dec357a44ba6a6856957043b9a7b5b9d51559d7bc20764ef71a",
            Assert.Single(request.Headers.GetValues("Authorization")));
    }

    [Fact]
    public void Sign_AgainOnAnotherDay_ReplacesTheHeadersAndTheKey()
    {
        var provider = Provider();
        using var twice = Converse();
        using var once = Converse();

        AwsSignature.Of(provider)!.Sign(twice, SHA256.HashData([]), new(2026, 1, 2, 23, 59, 59, TimeSpan.Zero));
        AwsSignature.Of(provider)!.Sign(twice, SHA256.HashData([]), new(2026, 1, 3, 0, 0, 0, TimeSpan.Zero));
        AwsSignature.Of(Provider())!.Sign(once, SHA256.HashData([]), new(2026, 1, 3, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal(once.Headers.NonValidated["Authorization"].ToString(), twice.Headers.NonValidated["Authorization"].ToString());
        Assert.Equal(["20260103T000000Z"], twice.Headers.GetValues("x-amz-date"));
        Assert.Same(AwsSignature.Of(provider), AwsSignature.Of(provider));
    }

    [Fact]
    public void Of_AProviderWithoutAws_IsNone() => Assert.Null(AwsSignature.Of(Provider(signed: false)));

    private static HttpRequestMessage Converse()
    {
        var provider = Provider();
        var path = BedrockSurface.Instance.PathOf(new(provider, WireFormat.BedrockConverse, Profile, Stream: false));
        var request = new HttpRequestMessage(HttpMethod.Post, provider.UrlOf(path)) { Content = new ByteArrayContent([]) };
        request.Content.Headers.ContentType = new("application/json");
        return request;
    }

    private static Provider Provider(bool signed = true) => new()
    {
        Name = "shop/aws",
        Kind = "bedrock",
        Dialect = Dialects.Bedrock,
        BaseUrl = new("https://bedrock-runtime.eu-central-1.amazonaws.com"),
        KeyHeader = "Authorization",
        KeyValue = new(Key),
        Aws = signed ? new() { Region = "eu-central-1", AccessKeyId = "AKIDEXAMPLE", SessionToken = new("IQoJb3JpZ2luX2VjE//Example==") } : null,
        Http = new(new SocketsHttpHandler()),
    };
}
