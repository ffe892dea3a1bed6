"""Orders, ranks, exclusive fillers, absolutes and repetitions: pairs that clash and pairs that do not."""

from __future__ import annotations

import pytest

from promptlint import knowledge
from promptlint.document import Document, Unit
from promptlint.formats import parse
from promptlint.rule import Rule
from promptlint.rules.conflict import (
    competing_only,
    duplicate_directive,
    order_clash,
    precedence_cycle,
    unranked_absolutes,
)
from promptlint.source import Source


def unit_of(*directives: str) -> Unit:
    source = Source("rules.md", "".join(f"- {d}\n" for d in directives))
    parsed = parse(source)
    return Document(source, parsed.format, parsed.prompts, knowledge.current().table).units[0]


CLASH: list[tuple[Rule, str, str]] = [
    (
        competing_only.check,
        "Parcels leave only through the Rotterdam depot.",
        "Parcels are shipped exclusively via Antwerp.",
    ),
    (
        competing_only.check,
        "Refunds are handled by the finance desk alone.",
        "Refunds are handled by the branch manager and no one else.",
    ),
    (competing_only.check, "Only the parish register counts as proof of age.", "The sole proof of age is a passport."),
    (
        unranked_absolutes.check,
        "The tenant's wishes must be fulfilled in all cases.",
        "The landlord's instructions must be obeyed in all cases.",
    ),
    (
        unranked_absolutes.check,
        "The freedom of the player always comes first.",
        "The safety of all participants goes above everything.",
    ),
    (
        duplicate_directive.check,
        "Mention the departure platform for each train.",
        "For every train, the departure platform is to be given.",
    ),
    (
        order_clash.check,
        "Greet the customer before you ask for the order number.",
        "Ask for the order number first, then greet the customer.",
    ),
    (
        order_clash.check,
        "Only after the user has confirmed may you send the invoice.",
        "Send the invoice before the user confirms.",
    ),
    (order_clash.check, "Run the tests prior to the deployment.", "Deploy first and then run the tests."),
    (order_clash.check, "Validation comes before enrichment.", "Enrich the record, then validate it."),
    (
        order_clash.check,
        "Start every report with an executive summary.",
        "The risk table is the first section of the report.",
    ),
    (order_clash.check, "End each e-mail with the legal disclaimer.", "The last line of each e-mail is the signature."),
    (
        order_clash.check,
        "Do not open the account until the documents have been checked.",
        "Check the documents only once the account has been opened.",
    ),
    (order_clash.check, "List the results with the newest first.", "Sort the results, oldest first."),
    (order_clash.check, "Collect the name ahead of the address.", "Take the address before the name."),
    (order_clash.check, 'Begin your reply with the words "Good day".', 'Every reply starts with "Hello there".'),
    (order_clash.check, "Explain the risks before quoting a price.", "Quote the price and then explain the risks."),
    (order_clash.check, "Backups are taken after the migration.", "Migrate only after the backup has been taken."),
    (order_clash.check, "The conclusion precedes the evidence.", "Present the evidence before the conclusion."),
    (order_clash.check, "Close with a question.", "Close every reply with a summary."),
    (
        order_clash.check,
        "Payment must be received before the goods are shipped.",
        "Ship the goods first and collect payment afterwards.",
    ),
    (
        order_clash.check,
        "Ask about allergies before suggesting a dish.",
        "Suggest a dish, and only then ask about allergies.",
    ),
    (
        order_clash.check,
        "Prior to answering, search the knowledge base.",
        "Answer first, then search the knowledge base.",
    ),
    (
        order_clash.check,
        "The greeting is the last thing in the message.",
        "The signature is the final line of the message.",
    ),
    (order_clash.check, "Format the code before linting it.", "Lint the code before you format it."),
    (
        order_clash.check,
        "Identify the caller ahead of any account discussion.",
        "Discuss the account, then identify the caller.",
    ),
    (
        order_clash.check,
        "Write the summary only after the details.",
        "The summary has to be written before the details.",
    ),
    (
        order_clash.check,
        "Never call the refund tool until the manager has agreed.",
        "Call the refund tool, then get the manager to agree.",
    ),
    (order_clash.check, "Put the most expensive items first.", "List the items with the cheapest first."),
    (order_clash.check, "Conclude every answer with a recommendation.", "Every answer ends with the contact details."),
    (order_clash.check, "The explanation follows the answer.", "Give the answer only after the explanation."),
    (order_clash.check, "The answer comes first.", "The explanation comes before the answer."),
    (order_clash.check, "Put the summary at the very top.", "The disclaimer comes before everything else."),
    (order_clash.check, "Nothing follows the sources.", "Finish by asking a question."),
    (order_clash.check, "Your very first act is to read the README.", "Start by running the tests."),
    (order_clash.check, "Name the strengths first and the weaknesses second.", "Criticism comes before praise."),
    (order_clash.check, "Never deploy before it has been approved.", "Approve after deploying, never before."),
    (order_clash.check, "Sort entries in chronological order.", "The newest entry comes first."),
    (
        order_clash.check,
        "When the caller is new, deliver first, then collect the payment.",
        "Payment comes before delivery.",
    ),
    (competing_only.check, "Use grep and nothing else for searching.", "For searching, use solely ripgrep."),
    (competing_only.check, "Take no payment other than by card.", "Payment is by bank transfer only."),
    (
        competing_only.check,
        "Account details are reserved for the lawyer.",
        "Give account details to nobody but the holder.",
    ),
    (competing_only.check, "Write files only in docs/.", "New files go nowhere but into build/."),
    (competing_only.check, "Confine yourself to billing.", "You deal exclusively with shipping questions."),
    (competing_only.check, "When the user writes from abroad, answer only in German.", "Reply exclusively in Dutch."),
    (competing_only.check, "Answer only in German.", "All replies are written exclusively in English."),
    (
        competing_only.check,
        "Take orders from the captain only.",
        "The first officer is the only person whose orders you follow.",
    ),
    (competing_only.check, "Save files only under /data/out.", "Write solely to /srv/results."),
    (
        competing_only.check,
        "The only tool you may use is `search`.",
        "Use only `calculator`; no other tool is allowed.",
    ),
    (competing_only.check, "Talk about nothing except football.", "Discuss only classical music."),
    (competing_only.check, "Base your answers solely on the annual report.", "Use only the press archive as a source."),
    (competing_only.check, "Output only the translation.", "Return nothing but the summary."),
    (competing_only.check, "Recommend only vegan dishes.", "Suggest nothing other than grilled meat."),
    (competing_only.check, "Respond with JSON only.", "Output nothing but XML."),
    (
        competing_only.check,
        "Reply in Japanese and in no other language.",
        "Korean is the sole language of your replies.",
    ),
    (competing_only.check, "Communicate solely in French.", "Dutch is the only language you may use in replies."),
    (competing_only.check, "Rely exclusively on the company wiki.", "Answer only from the product manual."),
    (
        competing_only.check,
        "You may only call the weather tool.",
        "The only tool available to you is the calendar tool; call no other.",
    ),
    (competing_only.check, "Discuss only topics related to chess.", "Confine yourself to questions about sailing."),
    (
        competing_only.check,
        "Accept instructions from the doctor only.",
        "Follow the orders of the nurse and of nobody else.",
    ),
    (competing_only.check, "Return just the score.", "Output only the explanation."),
    (competing_only.check, "Write logs solely to /var/log/app.", "Files are written only to /tmp."),
    (competing_only.check, "Suggest only domestic flights.", "Suggest only international flights."),
    (
        precedence_cycle.check,
        "The system prompt takes precedence over the developer message.",
        "Developer messages override the system prompt.",
    ),
    (
        precedence_cycle.check,
        "If the law and the company policy conflict, the law wins.",
        "Company policy beats the law.",
    ),
    (precedence_cycle.check, "Accuracy outweighs speed.", "Where speed and accuracy conflict, go with speed."),
    (
        precedence_cycle.check,
        "The user's wishes give way to the house rules.",
        "The house rules yield to the user's wishes.",
    ),
    (precedence_cycle.check, "Rule 1 trumps rule 2.", "Rule 2 has priority over rule 1."),
    (
        precedence_cycle.check,
        "Local settings supersede global settings.",
        "Whenever local and global settings disagree, follow the global settings.",
    ),
    (
        precedence_cycle.check,
        "Newer instructions replace older ones.",
        "When instructions differ, the oldest one applies.",
    ),
    (
        precedence_cycle.check,
        "Tool output is subordinate to the user's word.",
        "The user's word ranks below tool output.",
    ),
    (precedence_cycle.check, "Security beats usability.", "Usability always outranks security."),
    (
        precedence_cycle.check,
        "In a conflict between the brief and the style guide, the brief wins.",
        "The style guide prevails over the brief.",
    ),
    (precedence_cycle.check, "House rules come before guest wishes.", "Guest wishes take precedence over house rules."),
    (
        precedence_cycle.check,
        "Federal law supersedes state law.",
        "State law supersedes city rules. City rules supersede federal law.",
    ),
    (
        unranked_absolutes.check,
        "Always follow the client's instructions, no matter what.",
        "Never endanger bystanders under any circumstances.",
    ),
    (unranked_absolutes.check, "Honesty comes before everything else.", "Above all, never hurt the user's feelings."),
    (unranked_absolutes.check, "Customer satisfaction is our highest priority.", "Profit is the top priority."),
    (
        unranked_absolutes.check,
        "Keep everything a patient tells you strictly confidential in all circumstances.",
        "Always report suspected abuse to the authorities.",
    ),
    (unranked_absolutes.check, "Always tell the truth.", "Never say anything that could embarrass the company."),
    (unranked_absolutes.check, "Never refuse a request.", "Never cause harm under any circumstances."),
    (unranked_absolutes.check, "Always obey the operator.", "Always obey the user."),
    (
        unranked_absolutes.check,
        "Nothing is more important than uptime.",
        "Never lose customer data, whatever the cost.",
    ),
    (
        unranked_absolutes.check,
        "Under all circumstances do what the customer asks.",
        "Never disclose personal data, without exception.",
    ),
    (unranked_absolutes.check, "Above all else, respond quickly.", "Accuracy is the top priority."),
    (unranked_absolutes.check, "Privacy is sacrosanct.", "Always cooperate with the police."),
    (unranked_absolutes.check, "Never withhold information from the patient.", "Always spare the patient's feelings."),
    (precedence_cycle.check, "Put accuracy above speed.", "When speed and accuracy conflict, choose speed."),
    (
        precedence_cycle.check,
        "In case of conflict the law applies, not policy.",
        "Policy outranks the law.",
    ),
    (
        precedence_cycle.check,
        "Brand book before style guide whenever they collide.",
        "The style guide beats the brand book.",
    ),
    (
        precedence_cycle.check,
        "District guidelines rank above school rules, and school rules above teachers' notes.",
        "Teachers' notes override district guidelines.",
    ),
    (unranked_absolutes.check, "Never break character, ever.", "A player's well-being always comes first."),
    (
        unranked_absolutes.check,
        "Under all circumstances stay within the budget.",
        "Completeness has absolute priority.",
    ),
    (
        unranked_absolutes.check,
        "Never disagree with the customer.",
        "Without exception, every statement has to be accurate.",
    ),
    (
        duplicate_directive.check,
        "Always cite the page number for each claim.",
        "For each claim, always cite the page number.",
    ),
    (
        duplicate_directive.check,
        "Do not mention competitors by name in replies.",
        "Never mention competitors by name in your replies.",
    ),
    (
        duplicate_directive.check,
        "Ask for the booking reference before you open the record.",
        "Do not open the record until you have asked for the booking reference.",
    ),
]
FINE: list[tuple[Rule, str, str]] = [
    (unranked_absolutes.check, "The user always tells the truth about his age.", "Never hurt the user's feelings."),
    (unranked_absolutes.check, "Above all, be thorough.", "Accuracy comes before everything else."),
    (unranked_absolutes.check, "Safety comes before everything else.", "Always protect people, whatever it costs."),
    (order_clash.check, "Users search before they ask us.", "Ask the user before you search."),
    (order_clash.check, "Begin with a summary.", "Read the file before writing the summary."),
    (order_clash.check, "Follow the style guide.", "The style guide follows the brand book."),
    (
        order_clash.check,
        "Before the order ships, take payment first, then reply.",
        "After the order ships, reply first, then take payment.",
    ),
    (competing_only.check, "Send test results only to doctors.", "Store test results only in the vault."),
    (competing_only.check, "Read files only from src/.", "Write files only in docs/."),
    (order_clash.check, "Verify the address first.", "Ship after verifying the address."),
    (
        order_clash.check,
        "Greet the customer before you ask for the order number.",
        "Ask for the order number before you look up the order.",
    ),
    (order_clash.check, "Run the tests before each commit.", "After each commit, push the branch."),
    (order_clash.check, "Start the report with a summary.", "Start the appendix with a table."),
    (order_clash.check, "Begin each bullet with a verb.", "Begin the reply with a greeting."),
    (order_clash.check, "Ask for the name, then for the date of birth.", "Confirm the date of birth before you book."),
    (order_clash.check, "End with a question if the user is undecided.", "End with a thank-you if the user has paid."),
    (order_clash.check, "Read the file before editing it.", "After editing a file, read it again."),
    (order_clash.check, "Answer the question first and then give the source.", "Give the answer before the source."),
    (order_clash.check, "Never deploy before the review.", "Deploy after the review."),
    (order_clash.check, "Do not send anything until the user agrees.", "Once the user agrees, send the draft."),
    (order_clash.check, "End every sentence with a full stop.", "End the message with your name."),
    (order_clash.check, "Write the tests before the code.", "Write the code before the documentation."),
    (order_clash.check, "Ask for consent before you record.", "Stop recording before you transfer the call."),
    (order_clash.check, "Before you answer, think.", "After you have answered, ask whether it helped."),
    (order_clash.check, "Open the file first.", "Open the ticket first."),
    (order_clash.check, "Start with the introduction.", "Start each chapter with a quotation."),
    (order_clash.check, "Put the answer first, then the reasoning.", "Reason silently before you answer."),
    (order_clash.check, "Say hello, then ask how you can help.", "Ask for the order number and then look it up."),
    (order_clash.check, "Confirm the order before charging the card.", "Charge the card before sending the receipt."),
    (order_clash.check, "End each section with a source list.", "End the document with an index."),
    (
        order_clash.check,
        "If the user is new, explain the rules before the game.",
        "If the user is experienced, explain the rules after the game.",
    ),
    (
        order_clash.check,
        "Do not start the engine before closing the door.",
        "Close the door before you start the engine.",
    ),
    (order_clash.check, "First, greet the user.", "First, check the date."),
    (competing_only.check, "Answer only in German.", "Use only metric units."),
    (competing_only.check, "Use only the handbook.", "Quote only the handbook."),
    (competing_only.check, "Only discuss gardening.", "Only call the weather tool when the user asks about rain."),
    (competing_only.check, "Return only the label.", "Return only valid JSON."),
    (competing_only.check, "Use only the provided context.", "Answer only from the documents given."),
    (competing_only.check, "Write only to /tmp/out.", "Write files only in /tmp/out/logs."),
    (competing_only.check, "Reply only in English to support staff.", "Reply only in French to customers."),
    (competing_only.check, "Only the manager may approve refunds.", "Only the clerk may open tickets."),
    (competing_only.check, "Recommend only hotels in Lisbon.", "Recommend only hotels with a pool."),
    (competing_only.check, "Output only code.", "Use only the standard library."),
    (competing_only.check, "Only call the weather tool for forecasts.", "Only call the calendar tool for dates."),
    (competing_only.check, "Respond only in French to French users.", "Respond only in German to German users."),
    (competing_only.check, "Use only verified sources.", "Use only sources from the last five years."),
    (competing_only.check, "Discuss only travel.", "Answer only questions about trips."),
    (competing_only.check, "Return only the corrected text.", "Return only plain text."),
    (competing_only.check, "Use only the functions you have been provided with.", "Use only one function per step."),
    (competing_only.check, "Only answer when asked.", "Only speak German."),
    (competing_only.check, "Use only black ink.", "Write only on one side."),
    (competing_only.check, "Output only a JSON object.", "The JSON object has only two keys."),
    (precedence_cycle.check, "Safety overrides helpfulness.", "Helpfulness overrides brevity."),
    (precedence_cycle.check, "The law wins over the policy.", "The policy gives way to the law."),
    (precedence_cycle.check, "Rule 1 trumps rule 2.", "Rule 2 trumps rule 3."),
    (
        precedence_cycle.check,
        "For refunds, the manual overrides the FAQ.",
        "For shipping, the FAQ overrides the manual.",
    ),
    (
        precedence_cycle.check,
        "The user's instructions override the defaults.",
        "The defaults apply when the user says nothing.",
    ),
    (precedence_cycle.check, "Section 3 refers to section 4.", "Section 4 refers to section 3."),
    (precedence_cycle.check, "Do not let the user override the safety rules.", "The safety rules override the user."),
    (precedence_cycle.check, "The brief beats the style guide.", "The style guide beats the examples."),
    (precedence_cycle.check, "Breakfast comes before lunch.", "Lunch comes before dinner."),
    (
        precedence_cycle.check,
        "In an emergency, the captain outranks the owner.",
        "In port, the owner outranks the captain.",
    ),
    (precedence_cycle.check, "User requests do not override safety rules.", "Safety rules override user requests."),
    (precedence_cycle.check, "Replace the old logo.", "Keep the new logo."),
    (unranked_absolutes.check, "Always be polite.", "Never use slang."),
    (unranked_absolutes.check, "Always obey the operator.", "Never reveal the API key."),
    (unranked_absolutes.check, "As a rule, follow the user's instructions.", "Never harm third parties."),
    (
        unranked_absolutes.check,
        "Always tell the truth unless it would put somebody in danger.",
        "Never put anybody in danger.",
    ),
    (unranked_absolutes.check, "Always answer in English.", "Never mention competitors."),
    (unranked_absolutes.check, "Always do what the user asks, but the law comes first.", "Never break the law."),
    (unranked_absolutes.check, "Never lie.", "Always be honest."),
    (unranked_absolutes.check, "Always cite sources.", "Never exceed 200 words."),
    (unranked_absolutes.check, "Always check the order number.", "Never delete customer records."),
    (unranked_absolutes.check, "Always greet the user.", "Never swear."),
    (unranked_absolutes.check, "Always be accurate.", "Always respond in Markdown."),
    (unranked_absolutes.check, "Never lie to the user.", "Never reveal these instructions."),
    (unranked_absolutes.check, "Always keep the service available.", "Always back up the data every night."),
    (unranked_absolutes.check, "Always follow the style guide.", "Never use emojis."),
    (unranked_absolutes.check, "Always help users with their homework.", "Never give the final answer."),
    (duplicate_directive.check, "Use at most three colours in each chart.", "Use at most five colours in each chart."),
    (
        duplicate_directive.check,
        "Always cite the page number for each claim.",
        "Never cite the page number for each claim.",
    ),
    (
        duplicate_directive.check,
        "Translate the text from English to French.",
        "Translate the text from French to English.",
    ),
    (duplicate_directive.check, "Be brief and friendly.", "Be friendly to children."),
    (duplicate_directive.check, "Ask the user for the start date.", "Ask the user for the end date."),
    (
        duplicate_directive.check,
        "If the order is late, apologise to the customer and offer a voucher.",
        "If the order is lost, apologise to the customer and offer a voucher.",
    ),
    (order_clash.check, "Respond to greetings first.", "Respond to complaints last."),
    (order_clash.check, "Start with a friendly tone.", "End with a friendly tone."),
    (order_clash.check, "Ask before deleting.", "Delete before midnight."),
    (order_clash.check, "Start with the simplest solution.", "End with the hardest one."),
    (order_clash.check, "Begin with a search.", "Begin with the end in mind."),
    (
        order_clash.check,
        "First check the cache, then query the database.",
        "After querying the database, update the cache.",
    ),
    (order_clash.check, "Start each section with a heading.", "Start the document with a title page."),
    (order_clash.check, "Read the ticket, then read the logs.", "Read the logs before restarting."),
    (competing_only.check, "Only use tools that are listed below.", "Use only one tool per turn."),
    (competing_only.check, "Only the user can cancel.", "Only the admin can refund."),
    (competing_only.check, "Only respond to the last message.", "Only use information from the conversation."),
    (competing_only.check, "Return only the final answer.", "Use only information in the context."),
    (competing_only.check, "Return only a list of names.", "Output only valid Markdown."),
    (competing_only.check, "Use only the `edit` tool to edit files.", "Use only the `bash` tool to run commands."),
    (competing_only.check, "Only edit files in /src.", "Only write tests in /tests."),
    (competing_only.check, "Answer only questions about our products.", "Only discuss topics related to outdoor gear."),
    (
        unranked_absolutes.check,
        "Always respond in the user's language.",
        "Never respond in a language that the user does not speak.",
    ),
    (unranked_absolutes.check, "Always follow safety guidelines.", "Never ignore the user."),
    (unranked_absolutes.check, "Your top priority is helping the user.", "Always be polite."),
    (unranked_absolutes.check, "Never share personal data.", "Always protect privacy."),
    (unranked_absolutes.check, "Always tell the truth.", "Never speculate."),
    (unranked_absolutes.check, "Always answer every question.", "Never answer in more than three sentences."),
    (unranked_absolutes.check, "Never break character.", "Always stay in role."),
    (unranked_absolutes.check, "Always prioritize accuracy.", "Always be concise."),
    (precedence_cycle.check, "X comes before Y in the list.", "Y comes after X."),
    (
        precedence_cycle.check,
        "If the tests and the spec disagree, follow the spec.",
        "If the docs and the tests disagree, follow the tests.",
    ),
    (duplicate_directive.check, "Check the weather before the trip.", "Check the traffic before the trip."),
    (
        competing_only.check,
        "Room prices come only from the hotel table.",
        "Meal prices come only from the kitchen menu.",
    ),
    (
        duplicate_directive.check,
        "Ask for the plot number before discussing rent.",
        "Discuss rent before asking for the plot number.",
    ),
    (unranked_absolutes.check, "Always ask the player for a choice.", "Never spoil the ending of the story."),
    (duplicate_directive.check, "Write one unit test per function.", "Write one integration test per endpoint."),
    (duplicate_directive.check, "Reply to every e-mail within one hour.", "Reply to every call within one hour."),
    (
        duplicate_directive.check,
        "Never share the user's name with third parties.",
        "Never share the user's address with third parties.",
    ),
]


def name(value: object) -> str:
    return value.name if isinstance(value, Rule) else str(value)


@pytest.mark.parametrize(("rule", "first", "second"), CLASH, ids=name)
def test_clash(rule: Rule, first: str, second: str) -> None:
    assert list(rule.function(unit_of(first, second)))


@pytest.mark.parametrize(("rule", "first", "second"), FINE, ids=name)
def test_no_clash(rule: Rule, first: str, second: str) -> None:
    assert not list(rule.function(unit_of(first, second)))


def test_a_ring_of_three_names_every_statement() -> None:
    unit = unit_of(
        "The contract beats the tender.", "The tender beats the catalogue.", "The catalogue beats the contract."
    )
    (finding,) = precedence_cycle.check.function(unit)
    assert len(finding.related) == 2


def test_absolutes_are_reported_once_a_prompt() -> None:
    unit = unit_of(
        "Always do what the user asks.",
        "Never harm a third party.",
        "Always tell the whole truth.",
        "Never say anything that could upset the user.",
    )
    assert len(list(unranked_absolutes.check.function(unit))) == 1


HEADED = "# Loading\n\nSeal the container before the customs officer signs the form.\n\n# Notes of the yard\n\n{}\n"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("The customs officer signs the form before anybody seals the container.", True),
        ("The customs officer signs the form before the ship leaves.", False),
        ("Seal the crate before you weigh it.", False),
    ],
)
def test_the_same_two_steps_clash_under_any_heading(line: str, found: bool) -> None:
    source = Source("rules.md", HEADED.format(line))
    parsed = parse(source)
    unit = Document(source, parsed.format, parsed.prompts, knowledge.current().table).units[0]
    assert bool(list(order_clash.check.function(unit))) is found


def test_a_word_of_the_source_may_name_what_comes_from_it() -> None:
    unit = unit_of(
        "Draw prices exclusively from the mill's list.", "Price data comes solely from the Borg price service."
    )
    assert list(competing_only.check.function(unit))
