using AiGateway.Fakes;

var options = FakeProviderOptions.FromEnvironment(Environment.GetEnvironmentVariable);
await using var provider = await FakeProvider.StartAsync(options);
Console.WriteLine($"fake provider listening on {provider.Url}");
if (provider.AdminUrl != provider.Url) Console.WriteLine($"fake provider admin on {provider.AdminUrl}");
await provider.RunToEndAsync();
