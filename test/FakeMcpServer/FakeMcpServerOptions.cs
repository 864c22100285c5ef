using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using AiGateway.Fakes.Mcp.Scripts;

namespace AiGateway.Fakes.Mcp;

/// <summary>Where the fake server listens and how it behaves at first; <see cref="FakeMcpServer.Script"/> changes the latter while it runs.</summary>
public sealed record FakeMcpServerOptions
{
    /// <summary>Address and port; port 0 takes a free one.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>A plain-text port for the admin paths alone; without it they are served on <see cref="Listen"/>.</summary>
    public IPEndPoint? AdminListen { get; init; }

    /// <summary>Serves TLS with this certificate.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The name that it gives itself.</summary>
    public string Name { get; init; } = "fake-mcp-server";

    /// <summary>The hosts that Host and Origin may name; <c>*</c> allows all.</summary>
    public ImmutableArray<string> Hosts { get; init; } = ["localhost", "127.0.0.1", "::1"];

    /// <summary>A quiet stream says a comment this often.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How many requests are kept; the oldest go first, 0 keeps none.</summary>
    public int Remember { get; init; } = 1000;

    /// <summary>See <see cref="ServerScript.Instructions"/>.</summary>
    public string? Instructions { get; init; } = "A shop's tools: look orders up before you change them.";

    /// <summary>See <see cref="ServerScript.LaxHeaders"/>.</summary>
    public bool LaxHeaders { get; init; }

    /// <summary>See <see cref="ServerScript.AsksUndeclared"/>.</summary>
    public bool AsksUndeclared { get; init; }

    /// <summary>See <see cref="ServerScript.StreamsAnswers"/>.</summary>
    public bool StreamsAnswers { get; init; }

    /// <summary>See <see cref="ServerScript.PageSize"/>.</summary>
    public int PageSize { get; init; }

    /// <summary>See <see cref="ServerScript.RequiredHeader"/>; <c>Name: value</c>.</summary>
    public string? RequiredHeader { get; init; }

    /// <summary>See <see cref="ServerScript.Eras"/>.</summary>
    public Eras Eras { get; init; }

    /// <summary>
    /// FAKE_LISTEN, FAKE_ADMIN_LISTEN (address:port), FAKE_NAME, FAKE_HOSTS (comma-separated), FAKE_REMEMBER, FAKE_INSTRUCTIONS, FAKE_LAX_HEADERS=1,
    /// FAKE_PAGE_SIZE, FAKE_REQUIRED_HEADER, FAKE_ERAS, and for TLS FAKE_TLS_CERT with FAKE_TLS_KEY (PEM files). <c>--urls http://address:port</c> stands above FAKE_LISTEN.
    /// </summary>
    public static FakeMcpServerOptions Read(string[] arguments, Func<string, string?> environment)
    {
        var defaults = new FakeMcpServerOptions();
        string? Set(string name) => environment(name) is { Length: > 0 } value ? value : null;
        return defaults with
        {
            Listen = Url(arguments) ?? (Set("FAKE_LISTEN") is { } listen ? IPEndPoint.Parse(listen) : defaults.Listen),
            AdminListen = Set("FAKE_ADMIN_LISTEN") is { } admin ? IPEndPoint.Parse(admin) : null,
            Name = Set("FAKE_NAME") ?? defaults.Name,
            Hosts = Set("FAKE_HOSTS") is { } hosts ? [.. hosts.Split(',', StringSplitOptions.TrimEntries)] : defaults.Hosts,
            Remember = Number(Set("FAKE_REMEMBER")) ?? defaults.Remember,
            Instructions = Set("FAKE_INSTRUCTIONS") ?? defaults.Instructions,
            LaxHeaders = Set("FAKE_LAX_HEADERS") == "1",
            PageSize = Number(Set("FAKE_PAGE_SIZE")) ?? 0,
            RequiredHeader = Set("FAKE_REQUIRED_HEADER"),
            Eras = Set("FAKE_ERAS") is { } eras ? Enum.Parse<Eras>(eras, ignoreCase: true) : Eras.Both,
            Certificate = Set("FAKE_TLS_CERT") is { } file ? X509Certificate2.CreateFromPemFile(file, Set("FAKE_TLS_KEY")) : null,
        };
    }

    internal ServerScript ToScript() => new()
    {
        Instructions = Instructions,
        LaxHeaders = LaxHeaders,
        AsksUndeclared = AsksUndeclared,
        StreamsAnswers = StreamsAnswers,
        PageSize = PageSize,
        RequiredHeader = ServerScript.ReadHeader(RequiredHeader),
        Eras = Eras,
    };

    private static IPEndPoint? Url(string[] arguments)
    {
        var place = Array.IndexOf(arguments, "--urls");
        if (place < 0 || place + 1 >= arguments.Length) return null;

        var url = new Uri(arguments[place + 1]);
        return new(url.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(url.Host.Trim('[', ']')), url.Port);
    }

    private static int? Number(string? value) => value is null ? null : int.Parse(value, CultureInfo.InvariantCulture);
}
