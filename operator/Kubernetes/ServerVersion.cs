using System.Globalization;
using System.Text.Json.Serialization;

namespace AiGateway.Operator.Kubernetes;

/// <summary>The API server's version; features are judged by it.</summary>
internal sealed record ServerVersion
{
    public string Major { get => field ?? ""; init; }

    /// <summary>Some vendors add a plus sign.</summary>
    public string Minor { get => field ?? ""; init; }

    public string GitVersion { get => field ?? ""; init; }

    [JsonIgnore]
    public Version Number => new(Digits(Major), Digits(Minor));

    public bool IsAtLeast(int major, int minor) => Number >= new Version(major, minor);

    private static int Digits(string? text) =>
        int.TryParse(string.Concat((text ?? "").TakeWhile(char.IsAsciiDigit)), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;
}
