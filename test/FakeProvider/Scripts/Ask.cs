using System.Globalization;

namespace AiGateway.Fakes.Scripts;

/// <summary>What a request of any dialect says, as far as the scripts act on it. The dialects' readers fill it in.</summary>
internal sealed class Ask
{
    public required string Model { get; init; }

    public bool Stream { get; set; }

    public bool IncludeUsage { get; set; }

    public string System { get; set; } = "";

    public List<AskTurn> Turns { get; } = [];

    public List<string> Tools { get; } = [];

    /// <summary>auto, none, any, or tool:name.</summary>
    public string Choice { get; set; } = "auto";

    public bool Parallel { get; set; } = true;

    /// <summary>text, json or schema.</summary>
    public string Format { get; set; } = "text";

    public int? MaxTokens { get; set; }

    public double? Temperature { get; set; }

    public List<string> Stops { get; } = [];

    /// <summary>Whether reasoning was asked for.</summary>
    public bool Reasons { get; set; }

    public int Choices { get; set; } = 1;

    public bool Logprobs { get; set; }

    /// <summary>The signatures of reasoning that came back.</summary>
    public List<string> Signatures { get; } = [];

    public List<string> Images { get; } = [];

    public List<string> Results { get; } = [];

    public string Prompt => Turns.FirstOrDefault(turn => turn.Role == "user")?.Text ?? "";

    public int InputTokens => Math.Max(1, Words(System) + Turns.Sum(turn => Words(turn.Text)));

    public Behaviour Behaviour => Behaviour.Read(Model, Prompt);

    public void Add(string role, string text) => Turns.Add(new(role, text));

    /// <summary>What was understood, in the same words whatever the dialect.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"system[{System}] turns[{string.Join(" | ", Turns)}] tools[{string.Join(",", Tools)}] choice[{Choice}] parallel[{(Parallel ? "yes" : "no")}] "
        + $"format[{Format}] max[{MaxTokens}] temperature[{Temperature}] stop[{string.Join(",", Stops)}] reasons[{(Reasons ? "yes" : "no")}]");

    public static int Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
}
