using System.CommandLine;
using System.CommandLine.Parsing;
using CorsKit.Tool.Exports;
using CorsKit.Tool.Reports;

namespace CorsKit.Tool.Commands;

internal static class ExportCommand
{
    public static Command Create()
    {
        var settings = SettingsOptions.Settings(required: true);
        var environment = SettingsOptions.Environment();
        var target = new Option<string>("--to") { Description = $"What it is written for: {string.Join(", ", Targets.Names)}.", HelpName = "TARGET", Required = true };
        Choice.Limit(target, Targets.Names);
        var policy = new Option<string?>("--policy") { Description = "A named policy; else the default one.", HelpName = "NAME" };
        var output = new Option<string?>("--output", "-o") { Description = "The file to write; else standard output.", HelpName = "FILE" };
        var format = new Option<string?>("--format") { Description = "yaml or json; else what the output file's name says, else yaml. Targets of Terraform and of the CDK have a language of their own." };
        Choice.Limit(format, "yaml", "json");
        var approximate = new Option<bool>("--approximate")
        {
            Description = "Write a weaker form of what the target cannot say, with a comment that says what it gives away.",
        };
        var preflight = new Option<string?>("--preflight") { Description = "sam-rest, cloudformation-rest and the CDK's rest: \"mock\" lets the gateway answer preflights." };
        Choice.Limit(preflight, "mock");
        var headersPolicy = new Option<bool>("--response-headers-policy") { Description = "cloudfront: a response headers policy too." };
        var command = new Command("export", "Writes the gateway's own configuration from the app's policy. Exit code 0: written; 1: the target cannot say it; 2: the settings cannot be used.")
        {
            settings, environment, target, policy, output, format, approximate, preflight, headersPolicy,
        };
        command.Validators.Add(result =>
        {
            var name = result.GetResult(target)?.Tokens is [var token] && Targets.Names.Contains(token.Value) ? token.Value : null;
            RequireTarget(result, preflight, name, Targets.WithPreflight);
            RequireTarget(result, headersPolicy, name, "cloudfront");
            RequireTarget(result, format, name, Targets.Templates);
        });
        command.SetAction(result =>
        {
            var error = result.InvocationConfiguration.Error;
            var name = result.GetValue(target)!;
            if (ChosenPolicy.Find(result.GetValue(settings)!, result.GetValue(environment), result.GetValue(policy), error) is not { } found)
            {
                return CorsKitCommand.Unusable;
            }

            var (definition, writesCors) = found;
            var export = Targets.Write(name, new ExportRequest(definition.Settings, definition.Rules, writesCors,
                result.GetValue(approximate), result.GetValue(preflight) is not null, result.GetValue(headersPolicy)));
            if (IsRefused(export, definition.Path, name, error))
            {
                return 1;
            }

            var policyName = definition.Name is null ? "default policy" : $"policy \"{definition.Name}\"";
            var title = $"CORS of the {policyName} in {Path.GetFileName(result.GetValue(settings)!)}, for {name} (corskit export).";
            var file = result.GetValue(output);
            var isJson = (result.GetValue(format) ?? Path.GetExtension(file)?.ToLowerInvariant()) is "json" or ".json";
            return Save(Render(export, title, isJson, name, error), file, result.InvocationConfiguration) ? 0 : CorsKitCommand.Unusable;
        });
        return command;
    }

    /// <summary>An option of other targets would be ignored in silence.</summary>
    private static void RequireTarget(CommandResult result, Option option, string? target, params string[] targets)
    {
        if (target is not null && result.GetResult(option) is { Implicit: false } && !targets.Contains(target))
        {
            result.AddError($"{option.Name} is for {string.Join(", ", targets[..^1])}{(targets.Length > 1 ? " and " : "")}{targets[^1]}; {target} has nothing that it could change. Leave it out, or write --to {targets[0]}.");
        }
    }

    /// <summary>Says why there is no document, where there is none.</summary>
    public static bool IsRefused(Export export, string path, string target, TextWriter error)
    {
        foreach (var refusal in export.Refusals.Distinct())
        {
            error.WriteLine(PrintableText.Of($"{path}:{refusal.Setting}, for {target}: {refusal.Reason} {refusal.Instead}"));
        }

        return export.Refusals.Count > 0;
    }

    /// <summary>The document with its comments, which go to the error output where it is JSON.</summary>
    public static string Render(Export export, string title, bool isJson, string target, TextWriter error)
    {
        using var text = new StringWriter { NewLine = "\n" };
        if (isJson && export.Code is null)
        {
            // JSON has no comments.
            foreach (var comment in export.Comments)
            {
                error.WriteLine(PrintableText.Of(comment));
            }

            JsonText.Write(export.Root, text);
            return text.ToString();
        }

        foreach (var comment in (IEnumerable<string>)[title, .. export.Comments])
        {
            text.WriteLine($"{Targets.CommentMark(target)} {PrintableText.Of(comment)}");
        }

        if (export.Code is { } code)
        {
            text.Write(code);
        }
        else
        {
            YamlText.Write(export.Root, text);
        }

        return text.ToString();
    }

    /// <returns>Whether the text is where it should be: in the file, or on the output where there is none.</returns>
    public static bool Save(string text, string? file, InvocationConfiguration configuration)
    {
        try
        {
            if (file is null)
            {
                configuration.Output.Write(text);
            }
            else
            {
                File.WriteAllText(file, text);
            }

            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            configuration.Error.WriteLine(PrintableText.Of($"{file}: {exception.Message}"));
            return false;
        }
    }
}
