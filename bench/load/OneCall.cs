using System.Text;

namespace AiGateway.Load;

/// <summary>One call; prints its whole answer, because a status says nothing of what a tool said.</summary>
internal static class OneCall
{
    public static int Run(LoadRequest request)
    {
        using var connection = new RawConnection(request.Target);
        connection.Send(request.Bytes);
        var status = connection.ReadAnswer();
        Console.WriteLine(Encoding.UTF8.GetString(connection.Received));
        return status == 200 ? 0 : 1;
    }
}
