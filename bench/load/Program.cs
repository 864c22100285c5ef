using System.Globalization;
using System.Net;
using AiGateway.Load;

return args switch
{
    ["ports", var count] => FreePorts.Print(int.Parse(count, null)),
    ["start", var listen, var ready, var log, .. var command] => ProcessStart.Run(new(listen, ready, log, command)),
    ["stream", var url, var body, var streams, .. var headers] => StreamLoad.Run(LoadRequest.Create(url, body, headers), int.Parse(streams, null)),
    ["calls", var url, var body, var connections, var count, .. var headers] =>
        CallLoad.Run(LoadRequest.Create(url, body, headers), int.Parse(connections, null), int.Parse(count, null)),
    ["call", var url, var body, .. var headers] => OneCall.Run(LoadRequest.Create(url, body, headers)),
    ["hold", var url, var body, var streams, .. var headers] => StreamHold.Run(LoadRequest.Create(url, body, headers), int.Parse(streams, null)),
    ["tcp-serve", var listen] => TcpServer.Run(listen),
    ["tcp-requests", var target, var seconds] => Tcp(target).Requests(double.Parse(seconds, CultureInfo.InvariantCulture)),
    ["tcp-connections", var target, var threads, var count] => Tcp(target).Connections(int.Parse(threads, null), int.Parse(count, null)),
    ["tcp-move", var target, var connections, var up, var down] => Tcp(target).Move(new(long.Parse(up, null), long.Parse(down, null)), int.Parse(connections, null)),
    ["tcp-hold", var target, var connections] => Tcp(target).Hold(int.Parse(connections, null)),
    ["tool", var method, var parameters] => ToolBody.Print(method, parameters),
    ["body", var model, var bytes, .. var options] => RequestBody.Print(model, int.Parse(bytes, null), options),
    ["egress-report", var rows, var machine, var folder] => EgressReport.Write(rows, machine, folder),
    ["report", var rows, var machine, var folder] => ReportWriter.Write(rows, machine, folder),
    _ => Usage(),
};

static TcpLoad Tcp(string target) => new(IPEndPoint.Parse(target));

static int Usage()
{
    Console.Error.WriteLine("load ports|start|stream|calls|call|hold|body|tool|report|egress-report|tcp-... ... (bench/run.sh and bench/egress.sh show how)");
    return 64;
}
