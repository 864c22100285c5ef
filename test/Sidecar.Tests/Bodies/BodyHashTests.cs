using System.Security.Cryptography;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Tests.Fixtures;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Bodies;

/// <summary>What is signed is what is sent.</summary>
public sealed class BodyHashTests
{
    [Fact]
    public void HashOf_AnyEdits_IsTheHashOfWhatIsSent() => Prop.ForAll(Gen.Choose(0, 900).ArrayOf(6).ToArbitrary(), Gen.Choose(0, 70_000).ToArbitrary(), (cuts, size) =>
    {
        using var body = new Body(Chunks.Pool());
        Assert.True(body.TryAppend(Enumerable.Range(0, 6000 + size).Select(index => (byte)(index % 251)).ToArray()));
        var edits = cuts.Select((cut, index) => new BodyEdit((index * 1000) + cut, cut % 90, new byte[cut % 7])).ToArray();
        using var content = new EditedContent(body, edits);
        using var sent = new MemoryStream();
        Assert.True(content.CopyToAsync(sent, TestContext.Current.CancellationToken).IsCompletedSuccessfully);

        Assert.Equal(SHA256.HashData(sent.ToArray()), BodyHash.HashOf(body, edits));
    }).QuickCheckThrowOnFailure();
}
