using CorsKit.Tool.Commands;

return CorsKitCommand.Run(args, Console.Out, Console.Error, isTerminal: !Console.IsOutputRedirected, isErrorTerminal: !Console.IsErrorRedirected, Console.OpenStandardInput(), isInputTerminal: !Console.IsInputRedirected);
