namespace AiGateway.Sdk.Tests.Matrix;

/// <summary>
/// Why a case does not pass, or is not asked: for these clients, providers and cases (comma-separated; * for all), where the client was told this.
/// Without <see cref="Told"/> it explains that the client does not ask.
/// </summary>
internal sealed record Explanation(string Clients, string Providers, string Cases, string? Told, string Why)
{
    public bool Fits(MatrixCell cell) => Told is not null && Names(cell.Client, cell.Provider, cell.Case) && cell.Message.Contains(Told, StringComparison.OrdinalIgnoreCase);

    public bool FitsUnasked(string client, string provider, string title) => Told is null && Names(client, provider, title);

    private bool Names(string client, string provider, string title) => Has(Clients, client) && Has(Providers, provider) && Has(Cases, title);

    private static bool Has(string list, string name) => list == "*" || list.Split(',', StringSplitOptions.TrimEntries).Contains(name);
}
