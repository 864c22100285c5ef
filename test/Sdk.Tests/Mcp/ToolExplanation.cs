namespace AiGateway.Sdk.Tests.Mcp;

/// <summary>
/// Why a case does not pass, direct and through alike: for these clients, servers and cases (separated by semicolons; * for all), where the client said this.
/// What fails through the sidecar alone has no explanation.
/// </summary>
internal sealed record ToolExplanation(string Clients, string Servers, string Cases, string Told, string Why)
{
    public bool Fits(ToolCell cell) =>
        Has(Clients, cell.Client) && Has(Servers, cell.Server) && Has(Cases, cell.Case) && cell.Message.Contains(Told, StringComparison.OrdinalIgnoreCase);

    private static bool Has(string list, string name) => list == "*" || list.Split(';', StringSplitOptions.TrimEntries).Contains(name);
}
