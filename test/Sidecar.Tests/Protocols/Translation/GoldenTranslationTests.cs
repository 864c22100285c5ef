namespace AiGateway.Sidecar.Tests.Protocols.Translation;

/// <summary>The golden cases of translation. <c>GOLDEN=rewrite</c> writes what the formats say now; the diff is then reviewed like code.</summary>
public sealed class GoldenTranslationTests
{
    public static TheoryData<string> Cases() =>
        [.. Directory.GetDirectories(TranslationCase.Root()).SelectMany(Directory.GetDirectories)
            .Select(folder => Path.GetRelativePath(TranslationCase.Root(), folder)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Request_OfCaller_IsWrittenForProvider(string name)
    {
        var one = new TranslationCase(name);

        var (upstream, losses) = one.Upstream();

        Compare(one.PathOf("upstream.json"), upstream);
        Compare(one.PathOf("losses.txt"), losses);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Answer_OfProvider_IsWrittenForCaller(string name)
    {
        var one = new TranslationCase(name);

        if (one.Read("answer.json") is { } answer) Compare(one.PathOf("reply.json"), one.Reply(answer));
        if (one.Read("stream.txt") is { } stream) Compare(one.PathOf("reply-stream.txt"), one.ReplyStream(stream));
        if (one.Read("error.json") is { } error) Compare(one.PathOf("reply-error.json"), one.ReplyError(error));
    }

    /// <summary>No file stands for nothing lost.</summary>
    private static void Compare(string path, string actual)
    {
        if (Environment.GetEnvironmentVariable("GOLDEN") == "rewrite")
        {
            if (actual.Length > 0) File.WriteAllText(path, actual);
            else File.Delete(path);
        }

        Assert.Equal(File.Exists(path) ? File.ReadAllText(path) : "", actual);
    }
}
