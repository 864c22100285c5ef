namespace AiGateway.Fakes.Mcp.Scripts;

/// <summary>Which eras of the protocol a server speaks on its one URL.</summary>
public enum Eras
{
    /// <summary>Both, as it finds the client.</summary>
    Both,

    /// <summary>2026-07-28 alone.</summary>
    Modern,

    /// <summary>2025-11-25 and older alone.</summary>
    Legacy,
}
