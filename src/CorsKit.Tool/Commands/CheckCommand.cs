using System.CommandLine;
using System.Text;
using System.Text.Json;
using CorsKit.Tool.Exports;
using CorsKit.Tool.Checks;
using CorsKit.Tool.Reports;
using CorsKit.Tool.Rules;

namespace CorsKit.Tool.Commands;

internal static class CheckCommand
{
    public static Command Create(Func<TextWriter, Terminal> terminal, Stream? input)
    {
        var templates = new Argument<string[]>("template")
        {
            Description = "SAM and CloudFormation templates (YAML, JSON, what \"cdk synth\" writes), what \"terraform show -json\" prints of a plan, and OpenAPI documents; a folder is searched for templates, and - is standard input.",
            Arity = ArgumentArity.OneOrMore,
        };

        var settings = SettingsOptions.Settings();
        var environment = SettingsOptions.Environment();
        var format = Choice.Of("--format", "How findings are written.", "text", "json", "sarif", "github");
        var failOn = Choice.Of("--fail-on", "The least level that makes the exit code 1.", "warning", "error", "note");
        var outside = new Option<bool>("--allow-outside") { Description = "Read files that a template includes from outside its folder too." };
        var command = new Command("check", "Finds what breaks CORS in a template before a browser does. Exit code 0: clean; 1: findings; 2: a file that cannot be used.")
        {
            templates, settings, environment, format, failOn, outside,
        };

        // Everything is a template, a misspelt option too.
        templates.Validators.Add(result => Mistakes.FindOptions(result, command, isValue: token => token == Check.StandardInput || File.Exists(token)));
        command.Validators.Add(result =>
        {
            if (result.GetResult(environment) is { Implicit: false } && result.GetResult(settings) is not { Implicit: false })
            {
                result.AddError("--environment says which appsettings.NAME.json goes with --settings, which is not there.");
            }
        });
        command.SetAction(result =>
        {
            var outcome = Check.Run(result.GetValue(templates)!, result.GetValue(settings), result.GetValue(environment), result.GetValue(outside), input);
            var output = result.InvocationConfiguration.Output;
            switch (result.GetValue(format))
            {
                case "json":
                    WriteJson(output, json => JsonReport.Write(outcome, json));
                    break;
                case "sarif":
                    WriteJson(output, json => SarifReport.Write(outcome, json));
                    break;
                case "github":
                    GitHubReport.Write(outcome, output);
                    break;
                default:
                    TextReport.Write(outcome, terminal(output));
                    break;
            }

            return outcome.ExitCode(Enum.Parse<Level>(result.GetValue(failOn)!, ignoreCase: true));
        });
        return command;
    }

    public static void WriteJson(TextWriter output, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonText.Format))
        {
            write(json);
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }
}
