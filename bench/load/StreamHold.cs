namespace AiGateway.Load;

/// <summary>Opens streams and holds them until it is ended; prints how many there are once each has said its first event.</summary>
internal static class StreamHold
{
    public static int Run(LoadRequest request, int streams)
    {
        var open = Enumerable.Range(0, streams).Select(_ => new RawConnection(request.Target)).ToArray();
        if (!Array.TrueForAll(open, connection => Begins(connection, request))) return 1;

        Console.WriteLine(open.Length);
        Thread.Sleep(Timeout.Infinite);
        GC.KeepAlive(open);
        return 0;
    }

    private static bool Begins(RawConnection connection, LoadRequest request)
    {
        connection.Send(request.Bytes);
        while (connection.Received.IndexOf("data: "u8) < 0)
        {
            if (!connection.Read()) return false;
        }
        return connection.Status == 200;
    }
}
