using System.CommandLine;
using System.CommandLine.Parsing;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Commands;

/// <summary>What is wrong with a command line, with what was probably meant.</summary>
internal static class Mistakes
{
    public static IEnumerable<string> In(ParseResult result)
    {
        var command = result.CommandResult.Command;
        var meant = new HashSet<string>();
        var isOption = false;
        foreach (var token in result.UnmatchedTokens)
        {
            if (token is ['-', _, ..])
            {
                isOption = true;
                meant.UnionWith(DidYouMean.Near(Names(command), NameOf(token)));
                yield return NoOption(command, token);
            }
            else if (!isOption)
            {
                yield return $"Unrecognized command or argument '{token}'.{DidYouMean.Ask(command.Subcommands.Where(known => !known.Hidden).Select(known => known.Name), token)}";
            }
        }

        // An option that is missing because its name is misspelt is one mistake, and so is its value, which now belongs to nothing.
        foreach (var mistake in result.Errors.Where(mistake => !result.UnmatchedTokens.Any(token => mistake.Message.Contains($"'{token}'", StringComparison.Ordinal))
            && !meant.Any(name => mistake.Message.Contains($"'{name}'", StringComparison.Ordinal))))
        {
            yield return mistake.Message;
        }
    }

    /// <summary>Arguments that are anything are misspelt options too.</summary>
    public static void FindOptions(ArgumentResult result, Command command, Func<string, bool> isValue)
    {
        foreach (var token in result.Tokens.Where(token => token.Value.StartsWith('-') && !isValue(token.Value)))
        {
            result.AddError(NoOption(command, token.Value));
        }
    }

    private static string NoOption(Command command, string token) => $"There is no option {NameOf(token)}.{DidYouMean.Ask(Names(command), NameOf(token))}";

    private static string NameOf(string token) => token.Split('=')[0];

    private static IEnumerable<string> Names(Command command) => command.Options.Select(option => option.Name).Append("--help").Distinct();
}
