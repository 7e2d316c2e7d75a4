using System.CommandLine;
using System.CommandLine.Parsing;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Commands;

/// <summary>An option that takes one of a few words.</summary>
internal static class Choice
{
    /// <param name="name">Of the option.</param>
    /// <param name="description">What it decides.</param>
    /// <param name="words">What it takes; the first is the default.</param>
    public static Option<string> Of(string name, string description, params string[] words)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => words[0] };
        Limit(option, words);
        return option;
    }

    /// <summary>Takes nothing but these words, which help and completion name.</summary>
    public static void Limit(Option option, params string[] words)
    {
        option.CompletionSources.Add(words);
        option.Validators.Add(result => Check(result, option.Name, words));
    }

    /// <inheritdoc cref="Limit(Option, string[])"/>
    public static void Limit(Argument argument, params string[] words)
    {
        argument.CompletionSources.Add(words);
        argument.Validators.Add(result => Check(result, argument.Name, words));
    }

    private static void Check(SymbolResult result, string name, string[] words)
    {
        foreach (var token in result.Tokens.Where(token => !words.Contains(token.Value)))
        {
            result.AddError($"{name}: '{token.Value}' not recognized; it takes {string.Join(", ", words)}.{DidYouMean.Ask(words, token.Value)}");
        }
    }
}
