"""The schema of the first published version

Earlier revisions were never published. The build and `stated adopt` fill the tables that are
derived from others.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = None


def upgrade() -> None:
    op.create_table('actor',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('type', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('sort_name', sa.String(), nullable=False),
    sa.Column('official_name', sa.String(), nullable=True),
    sa.Column('iso2', sa.String(), nullable=True),
    sa.Column('iso3', sa.String(), nullable=True),
    sa.Column('numeric', sa.String(), nullable=True),
    sa.Column('wikidata', sa.String(), nullable=True),
    sa.Column('size', sa.Integer(), nullable=True),
    sa.Column('members', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('note', sa.String(), nullable=True),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('iso2'),
    sa.UniqueConstraint('iso3'),
    sa.UniqueConstraint('numeric')
    )
    op.create_index('ix_actor_sort_name', 'actor', ['sort_name'])
    op.create_index('ix_actor_type', 'actor', ['type'])
    op.create_table('correction',
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('corrected_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('kind', 'id', 'number')
    )
    op.create_table('dataset',
    sa.Column('version', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('description', sa.String(), nullable=False),
    sa.Column('published', sa.Date(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('licence', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('contact', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('stability', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('counts', sa.JSON(none_as_null=True), nullable=False),
    sa.PrimaryKeyConstraint('version')
    )
    op.create_table('facet_value',
    sa.Column('facet', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('value', sa.String(), nullable=False),
    sa.Column('statements', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('facet', 'number')
    )
    op.create_table('name_key',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('scope', sa.String(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('target', sa.String(), nullable=True),
    sa.Column('matched_as', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('note', sa.String(), nullable=True),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('name_key_lookup', 'name_key', ['key', 'scope', 'level'])
    op.create_index('name_key_target', 'name_key', ['scope', 'target'])
    op.create_table('person',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('sort_name', sa.String(), nullable=False),
    sa.Column('other_names', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('wikidata', sa.String(), nullable=True),
    sa.Column('merged_into', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['merged_into'], ['person.id']),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_person_sort_name', 'person', ['sort_name'])
    op.create_table('question',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('asked_from', sa.Date(), nullable=False),
    sa.Column('silence', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('release',
    sa.Column('version', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('published', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('version'),
    sa.UniqueConstraint('number')
    )
    op.create_table('source',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('sort_title', sa.String(), nullable=False),
    sa.Column('publisher', sa.String(), nullable=False),
    sa.Column('url', sa.String(), nullable=False),
    sa.Column('published', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('accessed', sa.Date(), nullable=True),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=True),
    sa.Column('text_sha256', sa.String(), nullable=True),
    sa.Column('text_access', sa.String(), nullable=False),
    sa.Column('rights', sa.String(), nullable=False),
    sa.Column('via', sa.String(), nullable=True),
    sa.Column('copy_of', sa.String(), nullable=True),
    sa.Column('root', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['copy_of'], ['source.id']),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_source_sort_title', 'source', ['sort_title'])
    op.create_index('source_texts', 'source', ['id', 'text_sha256'])
    op.create_table('term',
    sa.Column('vocabulary', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('label', sa.String(), nullable=False),
    sa.Column('definition', sa.String(), nullable=False),
    sa.Column('colour', sa.String(), nullable=True),
    sa.Column('colour_dark', sa.String(), nullable=True),
    sa.PrimaryKeyConstraint('vocabulary', 'id')
    )
    op.create_table('term_count',
    sa.Column('term', sa.String(), nullable=False),
    sa.Column('statements', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('term')
    )
    op.create_table('tombstone',
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('replaced_by', sa.String(), nullable=True),
    sa.Column('removed_on', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('kind', 'id')
    )
    op.create_table('topic',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('label', sa.String(), nullable=False),
    sa.Column('definition', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('undated_count',
    sa.Column('term', sa.String(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('statements', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('term', 'day')
    )
    op.create_table('change',
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('release', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('change', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('actors', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('speaker', sa.String(), nullable=True),
    sa.Column('before', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('after', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('reason', sa.String(), nullable=True),
    sa.Column('replaced_by', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['release'], ['release.version']),
    sa.PrimaryKeyConstraint('number')
    )
    op.create_index('ix_change_release', 'change', ['release'])
    op.create_index('ix_change_speaker', 'change', ['speaker'])
    op.create_table('entry',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('question', sa.String(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('changes', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('coded_by', sa.String(), nullable=False),
    sa.Column('reviewed_by', sa.String(), nullable=True),
    sa.Column('reviewed_on', sa.Date(), nullable=True),
    sa.Column('recorded_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['actor'], ['actor.id']),
    sa.ForeignKeyConstraint(['question'], ['question.id']),
    sa.ForeignKeyConstraint(['source'], ['source.id']),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_entry_actor', 'entry', ['actor'])
    op.create_index('ix_entry_question', 'entry', ['question'])
    op.create_table('passage',
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('coding', sa.String(), nullable=False),
    sa.Column('start', sa.Integer(), nullable=False),
    sa.Column('end', sa.Integer(), nullable=False),
    sa.Column('exact', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['source'], ['source.id']),
    sa.PrimaryKeyConstraint('source', 'number')
    )
    op.create_table('role',
    sa.Column('person', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('actor', sa.String(), nullable=True),
    sa.Column('organisation', sa.String(), nullable=True),
    sa.Column('capacity', sa.String(), nullable=False),
    sa.Column('held_from', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('held_to', sa.JSON(none_as_null=True), nullable=True),
    sa.ForeignKeyConstraint(['actor'], ['actor.id']),
    sa.ForeignKeyConstraint(['person'], ['person.id']),
    sa.PrimaryKeyConstraint('person', 'number')
    )
    op.create_index('ix_role_actor', 'role', ['actor'])
    op.create_table('statement',
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('passage', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('speaker', sa.String(), nullable=True),
    sa.Column('role', sa.String(), nullable=True),
    sa.Column('role_as_printed', sa.String(), nullable=True),
    sa.Column('capacity', sa.String(), nullable=True),
    sa.Column('summary', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('said', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('said_earliest', sa.Date(), nullable=True),
    sa.Column('said_latest', sa.Date(), nullable=True),
    sa.Column('sort_date', sa.Date(), nullable=True),
    sa.Column('start', sa.Integer(), nullable=True),
    sa.Column('end', sa.Integer(), nullable=True),
    sa.Column('exact', sa.String(), nullable=False),
    sa.Column('prefix', sa.String(), nullable=True),
    sa.Column('suffix', sa.String(), nullable=True),
    sa.Column('quoted', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('href_in_context', sa.String(), nullable=False),
    sa.Column('about', sa.JSON(none_as_null=True), server_default="[]", nullable=False),
    sa.Column('countries', sa.JSON(none_as_null=True), server_default="[]", nullable=False),
    sa.Column('topics', sa.JSON(none_as_null=True), server_default="[]", nullable=False),
    sa.Column('questions', sa.JSON(none_as_null=True), server_default="[]", nullable=False),
    sa.Column('corrections', sa.JSON(none_as_null=True), server_default="[]", nullable=False),
    sa.ForeignKeyConstraint(['source'], ['source.id']),
    sa.ForeignKeyConstraint(['speaker'], ['person.id']),
    sa.PrimaryKeyConstraint('number'),
    sa.UniqueConstraint('id')
    )
    op.create_index('ix_statement_source', 'statement', ['source'])
    op.create_index('ix_statement_speaker', 'statement', ['speaker'])
    op.create_index('statement_by_date', 'statement', ['sort_date', 'id'])
    op.create_table('change_actor',
    sa.Column('change', sa.Integer(), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['change'], ['change.number']),
    sa.PrimaryKeyConstraint('change', 'actor')
    )
    op.create_index('ix_change_actor_actor', 'change_actor', ['actor'])
    op.create_table('position',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('question', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('stance', sa.String(), nullable=False),
    sa.Column('view', sa.String(), nullable=False),
    sa.Column('participation', sa.String(), nullable=False),
    sa.Column('commitment', sa.String(), nullable=True),
    sa.Column('attribution', sa.String(), nullable=False),
    sa.Column('conditions', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('contributions', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('disputed', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('summary', sa.String(), nullable=False),
    sa.Column('not_supported', sa.String(), nullable=False),
    sa.Column('valid_from', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('valid_from_earliest', sa.Date(), nullable=True),
    sa.Column('valid_from_latest', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('valid_to_earliest', sa.Date(), nullable=True),
    sa.Column('valid_to_latest', sa.Date(), nullable=True),
    sa.Column('recorded_on', sa.Date(), nullable=False),
    sa.Column('previous', sa.String(), nullable=True),
    sa.Column('superseded_by', sa.String(), nullable=True),
    sa.Column('retracted', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('derivation', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('not_counted', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['actor'], ['actor.id']),
    sa.ForeignKeyConstraint(['id'], ['entry.id']),
    sa.ForeignKeyConstraint(['question'], ['question.id']),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('position_of_actor', 'position', ['question', 'actor', 'number'])
    op.create_table('statement_about',
    sa.Column('statement', sa.Integer(), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('attribution', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['actor'], ['actor.id']),
    sa.ForeignKeyConstraint(['statement'], ['statement.number']),
    sa.PrimaryKeyConstraint('statement', 'actor')
    )
    op.create_index('ix_statement_about_actor', 'statement_about', ['actor'])
    op.create_table('statement_by',
    sa.Column('statement', sa.Integer(), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['actor'], ['actor.id']),
    sa.ForeignKeyConstraint(['statement'], ['statement.number']),
    sa.PrimaryKeyConstraint('statement', 'actor')
    )
    op.create_index('ix_statement_by_actor', 'statement_by', ['actor'])
    op.create_table('statement_document',
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('sort_date', sa.Date(), nullable=True),
    sa.Column('document', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['number'], ['statement.number']),
    sa.PrimaryKeyConstraint('number')
    )
    op.create_table('statement_question',
    sa.Column('statement', sa.Integer(), nullable=False),
    sa.Column('question', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['question'], ['question.id']),
    sa.ForeignKeyConstraint(['statement'], ['statement.number']),
    sa.PrimaryKeyConstraint('statement', 'question')
    )
    op.create_table('statement_topic',
    sa.Column('statement', sa.Integer(), nullable=False),
    sa.Column('topic', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['statement'], ['statement.number']),
    sa.ForeignKeyConstraint(['topic'], ['topic.id']),
    sa.PrimaryKeyConstraint('statement', 'topic')
    )
    op.create_index('ix_statement_topic_topic', 'statement_topic', ['topic'])
    op.create_table('undated_bounds',
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('said_earliest', sa.Date(), nullable=True),
    sa.Column('said_latest', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['number'], ['statement.number']),
    sa.PrimaryKeyConstraint('number')
    )
    op.create_index('undated_from', 'undated_bounds', ['said_earliest', 'said_latest'])
    op.create_index('undated_to', 'undated_bounds', ['said_latest', 'said_earliest'])
    op.create_table('passed_over',
    sa.Column('position', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('statement', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('note', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['position'], ['position.id']),
    sa.ForeignKeyConstraint(['statement'], ['statement.number']),
    sa.PrimaryKeyConstraint('position', 'number')
    )
    op.create_index('ix_passed_over_statement', 'passed_over', ['statement'])
    op.create_table('position_document',
    sa.Column('question', sa.String(), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('position', sa.String(), nullable=True),
    sa.Column('current', sa.Boolean(), nullable=False),
    sa.Column('canonical', sa.String(), nullable=False),
    sa.Column('document', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['actor'], ['actor.id']),
    sa.ForeignKeyConstraint(['position'], ['position.id']),
    sa.ForeignKeyConstraint(['question'], ['question.id']),
    sa.PrimaryKeyConstraint('question', 'actor', 'number'),
    sa.UniqueConstraint('position')
    )
    op.create_table('position_evidence',
    sa.Column('position', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('statement', sa.Integer(), nullable=False),
    sa.Column('relation', sa.String(), nullable=False),
    sa.Column('attribution', sa.String(), nullable=False),
    sa.Column('note', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['position'], ['position.id']),
    sa.ForeignKeyConstraint(['statement'], ['statement.number']),
    sa.PrimaryKeyConstraint('position', 'number')
    )
    op.create_index('ix_position_evidence_statement', 'position_evidence', ['statement'])
    op.create_table('spell',
    sa.Column('question', sa.String(), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=True),
    sa.Column('position', sa.String(), nullable=False),
    sa.Column('certainty', sa.String(), nullable=False),
    sa.Column('also', sa.JSON(none_as_null=True), nullable=False),
    sa.ForeignKeyConstraint(['actor'], ['actor.id']),
    sa.ForeignKeyConstraint(['position'], ['position.id']),
    sa.ForeignKeyConstraint(['question'], ['question.id']),
    sa.PrimaryKeyConstraint('question', 'actor', 'first_day')
    )

    # Made by hand, and left out of the drift test by their names. The words of statements are in
    # the index alone (contentless): the rows are in `statement` under the same number. Search terms
    # have characters that folded words never have (app/store/tables/search_terms.py).
    op.execute(
        "CREATE VIRTUAL TABLE statement_words USING fts5(words, marks, content='', "
        "tokenize=\"unicode61 remove_diacritics 0 tokenchars '-_'\")"
    )
    op.execute(
        "CREATE VIRTUAL TABLE name_gram USING fts5(key, scope UNINDEXED, name UNINDEXED, "
        "tokenize='trigram')"
    )
