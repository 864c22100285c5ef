using AiGateway.CrdGenerator;

// CrdGenerator <folder> [--without-cel <folder>]: the second folder gets the variant for API servers older than 1.25, which know no rules.
if (args is not ([_] or [_, "--without-cel", _]))
{
    Console.Error.WriteLine("usage: CrdGenerator <folder> [--without-cel <folder>]");
    return 64;
}

try
{
    CrdFiles.Write(args[0], withRules: true);
    if (args is [_, _, var legacy]) CrdFiles.Write(legacy, withRules: false);
    return 0;
}
catch (SchemaException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
