using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AiGateway.Contracts.Approvals;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Ledgers.Approvals;

namespace AiGateway.Sidecar.Stages.Approvals;

/// <summary>
/// The arguments of a call as a human may see them, in one line: credentials and personal data masked by the built-in detectors whatever the policies say, long values cut, marks that a terminal
/// would obey left out, quotes escaped so that no value looks like another member. For the eye; what is approved is the hash.
/// </summary>
internal sealed class ApprovalPreview
{
    /// <summary>What stands where a guard found something that it does not mask.</summary>
    public const string Hidden = "(not shown: a guardrail found something in the arguments)";

    /// <summary>The most characters of one value.</summary>
    public const int MaxValue = 256;

    /// <summary>The most characters of one value that are looked at: no credential that detectors know and that begins within what is shown is longer.</summary>
    private const int MaxScanned = 16 * 1024;

    private const GuardPlace Place = GuardPlace.ToolArguments;

    private readonly Lazy<GuardPlan> _plan = new(Build);

    /// <summary>The arguments, which are JSON; of at most <see cref="ApprovalAsk.MaxPreview"/> characters.</summary>
    public string Of(in ReadOnlySequence<byte> arguments)
    {
        var json = new Utf8JsonReader(arguments, new JsonReaderOptions { MaxDepth = MemberNames.MaxDepth });
        var text = new StringBuilder();
        var needsComma = false;
        while (text.Length <= ApprovalAsk.MaxPreview && json.Read())
        {
            var closes = json.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray;
            if (needsComma && !closes) text.Append(", ");
            Add(ref json, text);
            needsComma = json.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.StartObject or JsonTokenType.StartArray);
        }

        return Cut(Mask(text.ToString()), ApprovalAsk.MaxPreview);
    }

    /// <summary>One text, masked, cut and on one line.</summary>
    public string OfText(string text, int most) => ApprovalText.Bounded(Cut(Mask(text.Length > MaxScanned ? text[..MaxScanned] : text), most), most);

    private void Add(ref Utf8JsonReader json, StringBuilder text)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.PropertyName:
                text.Append('"').Append(Show(json.GetString()!)).Append("\": ");
                break;
            case JsonTokenType.String:
                text.Append('"').Append(Show(json.GetString()!)).Append('"');
                break;
            case JsonTokenType.Number:
                text.Append(Show(Encoding.ASCII.GetString(json.HasValueSequence ? json.ValueSequence.ToArray() : json.ValueSpan)));
                break;
            case JsonTokenType.True or JsonTokenType.False:
                text.Append(json.TokenType == JsonTokenType.True ? "true" : "false");
                break;
            case JsonTokenType.Null:
                text.Append("null");
                break;
            default:
                text.Append(json.TokenType switch { JsonTokenType.StartObject => '{', JsonTokenType.EndObject => '}', JsonTokenType.StartArray => '[', _ => ']' });
                break;
        }
    }

    private string Show(string value)
    {
        var shown = OfText(value, MaxValue).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        return value.Length <= MaxValue ? shown : string.Create(CultureInfo.InvariantCulture, $"{shown} ({value.Length} characters)");
    }

    /// <summary>With labels for what the detectors find.</summary>
    private string Mask(string text)
    {
        var released = new ArrayBufferWriter<char>(text.Length + 16);
        using var guard = new TextGuard(_plan.Value.Of(Place), new(_plan.Value), Place);
        return guard.Take(text, released) && guard.Finish(released) ? released.WrittenSpan.ToString() : Hidden;
    }

    private static string Cut(string text, int most)
    {
        if (text.Length <= most) return text;
        var end = most - 1;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + "…";
    }

    private static GuardPlan Build()
    {
        CheckRule Masking(string type) => new() { Type = type, On = [Place], Action = GuardAction.Mask };
        var rule = new GuardrailRule
        {
            Guardrail = "aigateway/approvals",
            Checks = [Masking(CheckTypes.Secrets), Masking(CheckTypes.Pii) with { Pii = new() { Types = [.. Enum.GetValues<PiiType>()] } }],
        };
        return GuardBuilder.Build([(rule, false)], new() { HashKey = RandomNumberGenerator.GetBytes(32), Canary = "" });
    }
}
