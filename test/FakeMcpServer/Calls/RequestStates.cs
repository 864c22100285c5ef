using System.Security.Cryptography;
using System.Text;
using AiGateway.Fakes.Mcp.Protocol;

namespace AiGateway.Fakes.Mcp.Calls;

/// <summary>Seals what a client carries for the server between two rounds, so that a changed state is refused (2026-07-28, mrtr, "requestState").</summary>
internal sealed class RequestStates
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public string Seal(string state) => $"{Convert.ToBase64String(Encoding.UTF8.GetBytes(state))}.{Sign(state)}";

    public string Open(string? sealedState)
    {
        if (sealedState?.Split('.') is not [var payload, var signature]) throw Refusal();

        var bytes = new byte[payload.Length];
        if (!Convert.TryFromBase64String(payload, bytes, out var count)) throw Refusal();

        var state = Encoding.UTF8.GetString(bytes, 0, count);
        var equal = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(state)), Encoding.UTF8.GetBytes(signature));
        return equal ? state : throw Refusal();
    }

    private string Sign(string state) => Convert.ToHexString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(state)));

    private static RpcFault Refusal() => RpcFault.InvalidParams("The requestState is not one that this server gave");
}
