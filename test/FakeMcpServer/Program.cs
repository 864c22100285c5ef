using AiGateway.Fakes.Mcp;

var options = FakeMcpServerOptions.Read(args, Environment.GetEnvironmentVariable);
await using var server = await FakeMcpServer.StartAsync(options);
Console.WriteLine($"fake MCP server listening on {server.Url}");
if (server.AdminUrl != server.Root) Console.WriteLine($"fake MCP server admin on {server.AdminUrl}");
await server.RunToEndAsync();
