using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols.Texts;

namespace AiGateway.Sidecar.Tests.Protocols.Texts;

/// <summary>
/// The texts of each dialect: a folder <c>cases/&lt;request or answer&gt;-&lt;dialect&gt;/&lt;name&gt;</c> with a <c>body.json</c> and its texts, a line each. <c>GOLDEN=rewrite</c> writes what is found
/// now; the diff is then reviewed like code.
/// </summary>
public sealed class GoldenTextsTests
{
    public static TheoryData<string> Cases() =>
        [.. Directory.GetDirectories(Root()).SelectMany(Directory.GetDirectories).Select(folder => Path.GetRelativePath(Root(), folder)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Texts_OfBody_AreThose(string name)
    {
        var body = File.ReadAllBytes(Path.Combine(Root(), name, "body.json"));
        var expected = Path.Combine(Root(), name, "texts.txt");

        var actual = string.Concat(TextsOf(name.Split('/')[0], body).Select(text => Line(text, body)));

        if (Environment.GetEnvironmentVariable("GOLDEN") == "rewrite") File.WriteAllText(expected, actual);
        Assert.Equal(File.ReadAllText(expected), actual);
    }

    private static List<TextAt> TextsOf(string kind, byte[] body)
    {
        var sequence = new ReadOnlySequence<byte>(body);
        var format = FormatOf(kind[(kind.IndexOf('-') + 1)..]);
        return kind.StartsWith("request-", StringComparison.Ordinal) ? BodyTexts.OfRequest(format, sequence) : BodyTexts.OfAnswer(format, sequence);
    }

    private static string Line(in TextAt text, byte[] body) => $"{text.Place} {text.Form} {Encoding.UTF8.GetString(body.AsSpan((int)text.Start, (int)text.Length))}\n";

    private static WireFormat FormatOf(string dialect) => dialect switch
    {
        "openai" => WireFormat.OpenAiChat,
        "completions" => WireFormat.OpenAiCompletions,
        "responses" => WireFormat.OpenAiResponses,
        "anthropic" => WireFormat.AnthropicMessages,
        "gemini" => WireFormat.GeminiContent,
        "gemini-count" => WireFormat.GeminiCount,
        "gemini-embed" => WireFormat.GeminiBatchEmbed,
        "bedrock" => WireFormat.BedrockConverse,
        "embeddings" => WireFormat.OpenAiEmbeddings,
        "json" => WireFormat.OpenAiJson,
        _ => throw new InvalidOperationException($"no format is called {dialect}"),
    };

    private static string Root([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "cases");
}
