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
    ["tool", var method, var parameters] => ToolBody.Print(method, parameters),
    ["body", var model, var bytes, .. var options] => RequestBody.Print(model, int.Parse(bytes, null), options),
    ["report", var rows, var machine, var folder] => ReportWriter.Write(rows, machine, folder),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("load ports|start|stream|calls|call|hold|body|tool|report ... (bench/run.sh shows how)");
    return 64;
}
