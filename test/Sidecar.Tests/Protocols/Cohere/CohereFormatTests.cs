using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols.Cohere;

namespace AiGateway.Sidecar.Tests.Protocols.Cohere;

public sealed class CohereFormatTests
{
    private static readonly CohereChatFormat s_format = new();

    [Theory]
    [InlineData("""{"billed_units":{"input_tokens":5.0,"output_tokens":7},"tokens":{"input_tokens":70,"output_tokens":80},"cached_tokens":3}""", 5, 7, 3)]
    [InlineData("""{"tokens":{"input_tokens":70,"output_tokens":80}}""", 70, 80, 0)]
    [InlineData("""{"billed_units":{"input_tokens":5},"cached_tokens":9}""", 5, 0, 5)]
    [InlineData("""{"billed_units":{"input_tokens":-1}}""", 0, 0, 0)]
    public void ReadAnswer_Usage_IsWhatIsBilled(string usage, long input, long output, long cached)
    {
        var read = s_format.ReadAnswer(Parse($$"""{"message":{"role":"assistant"},"finish_reason":"COMPLETE","usage":{{usage}}}""")).Usage;

        Assert.Equal((input, output, cached), (read.Input, read.Output, read.Cached));
    }

    [Theory]
    [InlineData("ERROR")]
    [InlineData("TIMEOUT")]
    public void ReadAnswer_BrokenOff_IsNone(string reason) =>
        Assert.Throws<JsonException>(() => s_format.ReadAnswer(Parse($$"""{"message":{"role":"assistant"},"finish_reason":"{{reason}}"}""")));

    [Fact]
    public void Stream_WithoutItsLastEvent_IsCut()
    {
        var reader = s_format.NewDeltaReader();
        List<Delta> deltas = [];
        reader.Read(new() { Name = "", Data = Parse("""{"type":"content-delta","delta":{"message":{"content":{"text":"x"}}}}""") }, deltas);

        Assert.False(reader.Finish(deltas));
        Assert.DoesNotContain(deltas, delta => delta.Kind is DeltaKind.End or DeltaKind.ChoiceEnd);
    }

    [Fact]
    public void ReadRequest_NoAgentSpeaksIt_IsRefused() => Assert.Throws<NotSupportedException>(() => s_format.ReadRequest(default));

    [Fact]
    public void Embed_Request_SaysWhatItIsFor()
    {
        var asked = new EmbeddingRequest { Model = "embed-v4.0", Dimensions = 256, User = "u" };
        asked.Texts.Add("a");
        var (bytes, losses) = (new ArrayBufferWriter<byte>(), new Losses());
        using (var json = new Utf8JsonWriter(bytes)) new CohereEmbedFormat().WriteRequest(asked, json, losses);

        Assert.Equal(
            """{"model":"embed-v4.0","input_type":"search_document","texts":["a"],"embedding_types":["float"],"output_dimension":256}""",
            Encoding.UTF8.GetString(bytes.WrittenSpan));
        Assert.Equal(["user"], losses.Paths);
    }

    [Fact]
    public void Embed_Answer_HasItsVectorsAndWhatIsBilled()
    {
        var read = new CohereEmbedFormat().ReadAnswer(Parse("""{"id":"x","embeddings":{"float":[[0.5,-1],[1,2]]},"meta":{"billed_units":{"input_tokens":3}}}"""));

        Assert.Equal([[0.5f, -1f], [1f, 2f]], read.Vectors);
        Assert.Equal(3, read.Usage.Input);
    }

    private static JsonElement Parse(string text) => JsonDocument.Parse(text).RootElement;
}
