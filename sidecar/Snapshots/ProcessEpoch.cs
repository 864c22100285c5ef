using System.Security.Cryptography;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>This process: drawn anew at each start, so that totals of two processes of one pod are never taken for each other.</summary>
/// <param name="Value">16 lower-case hexadecimal digits.</param>
internal sealed record ProcessEpoch(string Value)
{
    public static ProcessEpoch Draw() => new(RandomNumberGenerator.GetHexString(16, lowercase: true));
}
