using System.Collections.Frozen;
using System.Text.Json;
using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Tests.Guards.Matrix;

/// <summary>
/// A dialect as agents ask in it and providers answer in it, with one text at one place. In the bodies <c>«T»</c> stands for the text as a JSON string has it, <c>«A»</c> for arguments
/// <c>{"q":text}</c> as a string, <c>«J»</c> for the same as an object, <c>«S»</c> for a member that asks for a stream.
/// </summary>
internal sealed record MatrixDialect
{
    public required string Name { get; init; }

    /// <summary>The dialect of the provider that speaks it.</summary>
    public required string Provider { get; init; }

    public required string Path { get; init; }

    /// <summary>Null for the same path.</summary>
    public string? StreamPath { get; init; }

    /// <summary>What in a path tells that a provider is asked in this dialect.</summary>
    public required string Mark { get; init; }

    public bool IsBinary { get; init; }

    /// <summary>The requests by the place of their text; a dialect without the place has none.</summary>
    public required FrozenDictionary<GuardPlace, string> Requests { get; init; }

    /// <summary>The whole answers, of <see cref="GuardPlace.Output"/> and <see cref="GuardPlace.ToolArguments"/>.</summary>
    public required FrozenDictionary<GuardPlace, string> Answers { get; init; }

    /// <summary>The frames of streamed answers: those before, one for each piece, those behind. Where there is no frame for pieces the text stands whole.</summary>
    public required FrozenDictionary<GuardPlace, (string[] Before, string? Piece, string[] Behind)> Streams { get; init; }

    /// <summary>Puts a text in.</summary>
    public static string Fill(string template, string text)
    {
        var (plain, json) = (Escape(text), $"{{\"q\":\"{Escape(text)}\"}}");
        return template.Replace("«T»", plain, StringComparison.Ordinal).Replace("«A»", Escape(json), StringComparison.Ordinal).Replace("«J»", json, StringComparison.Ordinal);
    }

    /// <summary>The frames of a stream, the text in pieces of three characters.</summary>
    public IEnumerable<string> Frames(GuardPlace place, string text)
    {
        var (before, piece, behind) = Streams[place];
        var spoken = place == GuardPlace.ToolArguments ? Fill("«J»", text) : text;
        IEnumerable<string> pieces = piece is null ? [] : spoken.Chunk(3).Select(part => piece.Replace("«T»", Escape(new(part)), StringComparison.Ordinal));
        return before.Select(frame => Fill(frame, text)).Concat(pieces).Concat(behind.Select(frame => Fill(frame, text)));
    }

    private static string Escape(string text) => JsonSerializer.Serialize(text)[1..^1];
}
