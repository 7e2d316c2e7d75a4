using System.CommandLine;
using System.CommandLine.Completions;

namespace CorsKit.Tool.Commands;

/// <summary>What a word of the command line can become. A shell that is told nothing offers files.</summary>
internal static class Completion
{
    /// <param name="root">The command line.</param>
    /// <param name="words">Those behind the program's name, up to the one that is being typed.</param>
    public static IEnumerable<CompletionItem> Of(Command root, IReadOnlyList<string> words)
    {
        var (command, used, arguments) = (root, new HashSet<Option>(), 0);
        Option? open = null;

        // bash takes --format=json for three words.
        foreach (var word in words.SkipLast(1).Where(word => word != "="))
        {
            if (open is not null)
            {
                open = null;
            }
            else if (Find(command, word.Split('=')[0]) is { } option)
            {
                used.Add(option);
                open = TakesValue(option) && !word.Contains('=', StringComparison.Ordinal) ? option : null;
            }
            else if (command.Subcommands.FirstOrDefault(known => known.Name == word) is { } subcommand)
            {
                command = subcommand;
            }
            else
            {
                arguments++;
            }
        }

        var typed = words.Count == 0 || words[^1] == "=" ? "" : words[^1];
        if (open is null && typed.Split('=', 2) is [var name, var value] && Find(command, name) is { } given)
        {
            return Values(given).Where(item => Begins(item, value)).Select(item => new CompletionItem($"{name}={item.Label}", detail: item.Detail));
        }

        return (open is not null ? Values(open) : Words(command, used, arguments, typed)).Where(item => Begins(item, typed));
    }

    private static IEnumerable<CompletionItem> Words(Command command, HashSet<Option> used, int arguments, string typed)
    {
        var argument = command.Arguments.FirstOrDefault(argument => arguments < argument.Arity.MaximumNumberOfValues);
        var options = command.Options.Where(option => !option.Hidden && (option.Arity.MaximumNumberOfValues > 1 || !used.Contains(option)))
            .Select(option => new CompletionItem(option.Name, detail: option.Description));
        return typed.StartsWith('-') || (command.Subcommands.Count == 0 && argument is null) ? options
            : command.Subcommands.Select(known => new CompletionItem(known.Name, detail: known.Description)).Concat(argument?.GetCompletions(CompletionContext.Empty) ?? []);
    }

    private static IEnumerable<CompletionItem> Values(Option option) => option.GetCompletions(CompletionContext.Empty);

    private static Option? Find(Command command, string name) => command.Options.FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));

    private static bool TakesValue(Option option) => option.Arity.MinimumNumberOfValues > 0;

    private static bool Begins(CompletionItem item, string typed) => item.Label.StartsWith(typed, StringComparison.OrdinalIgnoreCase);
}
