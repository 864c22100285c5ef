using AiGateway.Cli;
using AiGateway.Operator.Suggestions;

try
{
    var options = SuggestOptions.Parse(args);
    if (options is null)
    {
        await Console.Out.WriteLineAsync(SuggestOptions.Help);
        return 0;
    }

    await Console.Out.WriteAsync(await SuggestCommand.RunAsync(options, Kubectl.ReadAsync, TimeProvider.System));
    return 0;
}
catch (UsageException wrong)
{
    await Console.Error.WriteLineAsync($"{wrong.Message}\n\n{SuggestOptions.Help}");
    return 2;
}
catch (Exception problem) when (problem is SuggestionException or KubectlException)
{
    await Console.Error.WriteLineAsync(problem.Message);
    return 1;
}
