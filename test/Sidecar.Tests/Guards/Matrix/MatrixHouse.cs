using System.Buffers;
using System.Text;
using AiGateway.Contracts;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Protocols.Bedrock;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Guards.Matrix;

/// <summary>One sidecar and one provider that speaks every dialect, for one play after another.</summary>
internal sealed class MatrixHouse : IAsyncDisposable
{
    private static readonly CheckContext s_context = new() { HashKey = new byte[32], Canary = "0123456789abcdef01234567" };
    private readonly Dictionary<string, Provider> _providers = [];
    private (GuardPlace Place, string Text) _answer;
    private int _records;

    private MatrixHouse(SidecarHouse house, Upstream provider) => (House, Provider) = (house, provider);

    public SidecarHouse House { get; }

    public Upstream Provider { get; }

    public static async Task<MatrixHouse> OpenAsync()
    {
        MatrixHouse? self = null;
        var provider = await Upstream.StartAsync(http => self!.AnswerAsync(http));
        return self = new(await SidecarHouse.OpenAsync(null), provider);
    }

    /// <summary>Plays one call; what the provider got (null for nothing), what the agent got, and the audit record.</summary>
    public async Task<MatrixOutcome> PlayAsync((MatrixDialect Agent, MatrixDialect Provider) way, GuardrailRule rule, (string Body, GuardPlace Answered, string Text) play, bool stream)
    {
        var plan = GuardBuilder.Build([(rule, false)], s_context);
        House.Snapshots.Swap(Given.Snapshot([Given.Policy("base", "fast")], new ModelRoute { Name = "shop/chat", Models = ["fast"], Targets = [TargetOf(way)], Guards = plan, OmitUntranslatable = true }));
        _answer = (play.Answered, play.Text);
        var before = Provider.Calls.Count;
        var body = play.Body.Replace("«S»", stream ? "\"stream\":true," : "", StringComparison.Ordinal);
        var path = stream ? way.Agent.StreamPath ?? way.Agent.Path : way.Agent.Path;
        using var answer = await House.Agent.PostAsync(new Uri(path, UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        var record = (await House.Records.LinesAsync(++_records))[_records - 1];
        return new((int)answer.StatusCode, Provider.Calls.Count > before ? Provider.Calls.Last().Text : null, bytes, record);
    }

    public async ValueTask DisposeAsync()
    {
        await House.DisposeAsync();
        await Provider.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var asked = Provider.Calls.Last();
        var dialect = MatrixDialects.All.First(one => asked.Path.Contains(one.Mark, StringComparison.Ordinal));
        var streams = asked.Path.Contains("stream", StringComparison.Ordinal) || asked.Text.Contains("\"stream\":true", StringComparison.Ordinal);
        if (!streams)
        {
            await Upstream.JsonAsync(http, MatrixDialect.Fill(dialect.Answers[_answer.Place], _answer.Text));
            return;
        }

        http.Response.ContentType = dialect.IsBinary ? "application/vnd.amazon.eventstream" : "text/event-stream";
        foreach (var frame in dialect.Frames(_answer.Place, _answer.Text))
        {
            await http.Response.Body.WriteAsync(dialect.IsBinary ? Message(frame) : Event(frame), http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
    }

    /// <summary>Some dialects name their events as their data does.</summary>
    private static byte[] Event(string frame)
    {
        const string Type = "{\"type\":\"";
        var name = frame.StartsWith(Type, StringComparison.Ordinal) ? $"event: {frame[Type.Length..frame.IndexOf('"', Type.Length)]}\n" : "";
        return Encoding.UTF8.GetBytes($"{name}data: {frame}\n\n");
    }

    private static byte[] Message(string frame)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var space = frame.IndexOf(' ', StringComparison.Ordinal);
        EventStreamWriter.Write(bytes, frame[..space], Encoding.UTF8.GetBytes(frame[(space + 1)..]));
        return bytes.WrittenSpan.ToArray();
    }

    private Target TargetOf((MatrixDialect Agent, MatrixDialect Provider) way)
    {
        if (!_providers.TryGetValue(way.Provider.Provider, out var provider)) _providers.Add(way.Provider.Provider, provider = ProviderOf(way.Provider.Provider));
        return new() { Provider = provider, Model = "m-1", ModelJson = "\"m-1\""u8.ToArray() };
    }

    private Provider ProviderOf(string dialect)
    {
        var plain = Given.Target(Provider.BaseUrl, "m-1", "main", dialect).Provider;
        return dialect != Dialects.Bedrock ? plain : new()
        {
            Name = plain.Name,
            Kind = "bedrock",
            Dialect = dialect,
            BaseUrl = plain.BaseUrl,
            KeyHeader = plain.KeyHeader,
            KeyValue = new(Given.Key),
            Aws = new() { Region = "eu-west-1", AccessKeyId = "AKIDEXAMPLE" },
            Http = plain.Http,
        };
    }
}
