namespace AiGateway.Probe.Attempts;

/// <summary>Under a name that is not the address's own.</summary>
internal static class Names
{
    public static IEnumerable<Attempt> All =>
    [
        new("false sni", around => ArrivesElsewhereAsync(Wire.SayTlsAsync(around.Denied, around.AllowedName, around.AllowedName))),
        new("sni of an allowed host to another address", around => ArrivesElsewhereAsync(Wire.SayTlsAsync(around.Denied, around.AllowedName.ToUpperInvariant(), around.DeniedName))),
        new("no sni", around => Wire.SayTlsAsync(around.Denied, null, around.AllowedName)),
        new("no sni, to the allowed host's address", around => Wire.SayTlsAsync(around.Allowed, null, around.AllowedName)),
        new("sni of a denied host", around => Wire.SayTlsAsync(around.Denied, around.DeniedName, around.DeniedName)),
        new("sni of a denied host to the allowed host's address", around => Wire.SayTlsAsync(around.Allowed, around.DeniedName, around.AllowedName)),
        new("sni that only ends like an allowed host", around => Wire.SayTlsAsync(around.Denied, "not" + around.AllowedName, around.AllowedName)),
        new("a name that rebinds to the metadata address", around => Wire.SayTlsAsync(around.Denied, around.RebindName, around.RebindName)),
        new("no tls on the tls port", around => Wire.SayAsync(around.Denied, 443, "SSH-2.0-OpenSSH_9.2\r\n")),
        new("plain http with the host of a denied one", around => Wire.SayAsync(around.Denied, 80, Wire.Request(around.DeniedName))),
        new("plain http with an allowed host, to another address", around => ArrivesElsewhereAsync(Wire.SayAsync(around.Denied, 80, Wire.Request(around.AllowedName)))),
        new("a second request with another host on one connection", SecondRequestAsync),
    ];

    /// <summary>The name decides where it goes: arriving at the host of that name is no way round.</summary>
    public static async Task<Outcome> ArrivesElsewhereAsync(Task<Outcome> attempt)
    {
        var outcome = await attempt;
        return outcome.Reached && outcome.Detail.StartsWith("REACHED allowed", StringComparison.Ordinal) ? Outcome.Refused($"went to the host of that name: {outcome.Detail}") : outcome;
    }

    private static async Task<Outcome> SecondRequestAsync(Surroundings around)
    {
        using var socket = await Wire.ConnectAsync(around.Denied, 80);
        await using var stream = new System.Net.Sockets.NetworkStream(socket);
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: {around.AllowedName}\r\n\r\nGET / HTTP/1.1\r\nHost: {around.DeniedName}\r\nConnection: close\r\n\r\n"));
        var answer = new System.Text.StringBuilder();
        for (var turn = 0; turn < 4 && await Wire.ReadAsync(stream) is { Length: > 0 } part; turn++) answer.Append(part);
        return answer.ToString().Contains("REACHED denied", StringComparison.Ordinal) ? Outcome.Arrived("the second request went to the denied host") : Outcome.Refused(answer.ToString().ReplaceLineEndings(" "));
    }
}
